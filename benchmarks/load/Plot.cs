using System.Globalization;
using System.Text;

namespace MakeDevice.Load;

/// <summary>
/// One SVG a scenario, two panels: left, the share of jobs (or of requests, where there are no jobs) that took at most so long;
/// right, resident memory of the host and how busy each core was over the run. Below stand the figures of the table.
/// </summary>
internal static class Plot
{
    private const double Width = 380;
    private const double Height = 220;
    private const double Top = 50;
    private const string Ink = "#1b2733";
    private const string Grid = "#d7dde3";
    private const string First = "#0b6e8f";
    private const string Second = "#c4562f";

    /// <summary>One for each core, beside each other in hue; from the fifth core on they repeat.</summary>
    private static readonly string[] CoreColours = ["#9fb3c1", "#c9b79c", "#a9c4a1", "#c3a9c4"];

    public static string Of(Report report)
    {
        var svg = new StringBuilder();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 345\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"960\" height=\"345\" fill=\"white\"/>\n");
        Label(svg, 60, 24, report.Title, "font-size=\"15\" font-weight=\"600\"");
        Distribution(svg, report, 60);
        Resources(svg, report, 530);
        Label(svg, 60, 333, report.Caption(), "font-size=\"11\"");
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>A panel for each series of a long run, from zero on.</summary>
    public static string OfGrowth(Report report)
    {
        var full = (report.Growth.Count * (Width + 90)) + 20;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full} 320\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{full}\" height=\"320\" fill=\"white\"/>\n");
        Label(svg, 60, 24, report.Title, "font-size=\"15\" font-weight=\"600\"");
        foreach (var (index, series) in report.Growth.Index())
        {
            var left = 60 + (index * (Width + 90));
            var (end, most) = (Nice(series.Points.Max(point => point.Minutes)), Nice(series.Points.Max(point => point.Value)));
            Axes(svg, left, end, "min", most, series.Unit);
            Line(svg, First, series.Points.Select(point => (left + (point.Minutes / end * Width), Y(point.Value / most))));
            Label(svg, left + 40, Top - 8, series.Name, $"fill=\"{First}\"");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Distribution(StringBuilder svg, Report report, double left)
    {
        var curves = report.Measured.Jobs.Any(j => j.Outcome == Outcome.Done)
            ? [("job", First, new Percentiles(report.Measured.Jobs.Where(j => j.Outcome == Outcome.Done).Select(j => j.Seconds)))]
            : report.Measured.Requests.OrderBy(r => r.Key, StringComparer.Ordinal).Take(2)
                .Select((r, i) => (r.Key, i == 0 ? First : Second, new Percentiles(r.Value))).ToArray();
        var most = curves.Max(c => c.Item3.At(100));
        var (unit, scale) = most < 1 ? ("ms", 1000.0) : ("s", 1.0);
        var top = Nice(most * scale);
        Axes(svg, left, top, unit, 100, "% done");
        foreach (var (index, (name, colour, percentiles)) in curves.Index())
        {
            // A label beside its curve, each at a height of its own.
            var part = 50 - (20 * index);
            var steps = Enumerable.Range(0, 201).Select(i => i / 2.0);
            Line(svg, colour, steps.Select(p => (left + (percentiles.At(p) * scale / top * Width), Y(p / 100))));
            var x = left + (percentiles.At(part) * scale / top * Width);
            var anchor = x > left + (Width / 2) ? "end" : "start";
            Label(svg, anchor == "end" ? x - 6 : x + 6, Y(part / 100.0), name, $"fill=\"{colour}\" text-anchor=\"{anchor}\"");
        }
    }

    private static void Resources(StringBuilder svg, Report report, double left)
    {
        if (report.Samples.Count < 2)
        {
            return;
        }

        var end = Nice(report.Samples[^1].Seconds);
        var memory = Nice(report.Samples.Max(s => s.ResidentMb));
        Axes(svg, left, end, "s", memory, "MB");
        double X(Sample s) => left + (s.Seconds / end * Width);
        var cores = report.Samples.Min(s => s.Cores.Count);
        for (var core = 0; core < cores; core++)
        {
            Line(svg, CoreColours[core % CoreColours.Length], report.Samples.Select(s => (X(s), Y(s.Cores[core]))));
        }

        Line(svg, First, report.Samples.Select(s => (X(s), Y(s.ResidentMb / memory))));
        Label(svg, left + Width - 250, Top - 8, "resident memory", $"fill=\"{First}\"");
        Label(svg, left + Width, Top - 8, "each core busy, 0–100 %", "fill=\"#6f8797\" font-size=\"10\" text-anchor=\"end\"");
    }

    private static void Axes(StringBuilder svg, double left, double xMost, string xUnit, double yMost, string yUnit)
    {
        for (var i = 0; i <= 4; i++)
        {
            var y = Y(i / 4.0);
            var x = left + (i / 4.0 * Width);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{left:0.#} {y:0.#}H{left + Width:0.#}\" stroke=\"{Grid}\" fill=\"none\"/>\n");
            Label(svg, left - 6, y + 4, Number(yMost * i / 4), "text-anchor=\"end\"");
            Label(svg, x, Top + Height + 18, Number(xMost * i / 4), "text-anchor=\"middle\"");
        }

        Label(svg, left, Top - 8, yUnit, "");
        Label(svg, left + Width, Top + Height + 34, xUnit, "text-anchor=\"end\"");
    }

    private static void Line(StringBuilder svg, string colour, IEnumerable<(double X, double Y)> points)
    {
        var path = string.Join('L', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#} {p.Y:0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{path}\" stroke=\"{colour}\" stroke-width=\"1.8\" fill=\"none\" stroke-linejoin=\"round\"/>\n");
    }

    private static void Label(StringBuilder svg, double x, double y, string text, string attributes)
    {
        var fill = attributes.Contains("fill=", StringComparison.Ordinal) ? "" : $" fill=\"{Ink}\"";
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\"{fill} {attributes}>{System.Net.WebUtility.HtmlEncode(text)}</text>\n");
    }

    private static double Y(double share) => Top + Height - (share * Height);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The least of 1, 2, 4, 5, 8, 10 times a power of ten that is not below a value.</summary>
    private static double Nice(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1e-6))));
        return power * new[] { 1.0, 2, 4, 5, 8, 10 }.First(m => (m * power) >= value * 0.999);
    }
}
