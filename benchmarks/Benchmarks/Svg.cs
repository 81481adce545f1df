using System.Globalization;
using System.Net;
using System.Text;

namespace MakeDevice.Benchmarks;

/// <summary>A drawing in the making; coordinates are pixels, y down.</summary>
internal sealed class Svg
{
    public const string Ink = "#1b2733", Grid = "#d7dde3", Quiet = "#6f8797";

    /// <summary>Colours that stay apart for those who see red and green alike.</summary>
    public static readonly string[] Colours = ["#0b6e8f", "#c4562f", "#5b4a9c", "#4d7c2a", "#8a6d1f"];

    private readonly StringBuilder _text = new();

    public Svg(int width, int height, string title)
    {
        Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        Write($"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n");
        Label(16, 24, title, size: 15);
    }

    public void Label(double x, double y, string text, string anchor = "start", string colour = Ink, int size = 12) =>
        Write($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" fill=\"{colour}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n");

    public void Line(IEnumerable<(double X, double Y)> points, string colour, double width = 1.8, string dash = "")
    {
        var path = string.Join('L', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#} {p.Y:0.#}")));
        Write($"<path d=\"M{path}\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-dasharray=\"{dash}\" stroke-linejoin=\"round\" fill=\"none\"/>\n");
    }

    public void Dot(double x, double y, string colour, double radius = 3) => Write($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\" fill=\"{colour}\"/>\n");

    public void Bar(double x, double y, double width, double height, string colour) =>
        Write($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"{colour}\"/>\n");

    public override string ToString() => _text + "</svg>\n";

    private void Write(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));
}
