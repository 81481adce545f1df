using System.Globalization;

namespace MakeDevice.Benchmarks;

/// <summary>One curve of a plot.</summary>
/// <param name="Fit">A power law to draw through it, dashed; null for none.</param>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points, PowerLaw? Fit = null)
{
    /// <summary>False for a cloud of points.</summary>
    public bool IsLine { get; init; } = true;

    /// <summary>Where a fit is drawn from and to.</summary>
    public double[] Ends => [Points[0].X, Points[^1].X];
}

/// <summary>Curves over two logarithmic axes, where growth shows as slope.</summary>
internal static class LogLogPlot
{
    private const int Width = 640, Height = 400, Left = 70, Top = 50, Right = 190, Bottom = 50;

    public static string Of(string title, string xName, string yName, IReadOnlyList<Curve> curves)
    {
        var points = curves.SelectMany(curve => curve.Points).ToArray();
        var x = new Axis(points.Select(p => p.X), Left, Width - Right);
        var fits = curves.Where(curve => curve.Fit is not null).SelectMany(curve => curve.Ends.Select(curve.Fit!.Value.At));
        var y = new Axis(points.Select(p => p.Y).Concat(fits), Height - Bottom, Top);
        var svg = new Svg(Width, Height, title);
        foreach (var tick in x.Ticks)
        {
            svg.Line([(x.At(tick), Top), (x.At(tick), Height - Bottom)], Svg.Grid, 1);
            svg.Label(x.At(tick), Height - Bottom + 18, Number(tick), "middle");
        }

        foreach (var tick in y.Ticks)
        {
            svg.Line([(Left, y.At(tick)), (Width - Right, y.At(tick))], Svg.Grid, 1);
            svg.Label(Left - 6, y.At(tick) + 4, Number(tick), "end");
        }

        svg.Label((Left + Width - Right) / 2, Height - 10, xName, "middle");
        svg.Label(Left, Top - 8, yName);
        for (var i = 0; i < curves.Count; i++)
        {
            Draw(svg, curves[i], x, y, Svg.Colours[i % Svg.Colours.Length], Top + 16 + (36 * i));
        }

        return svg.ToString();
    }

    private static void Draw(Svg svg, Curve curve, Axis x, Axis y, string colour, double legend)
    {
        if (curve.IsLine)
        {
            svg.Line(curve.Points.Select(p => (x.At(p.X), y.At(p.Y))), colour);
        }

        foreach (var (px, py) in curve.Points)
        {
            svg.Dot(x.At(px), y.At(py), colour);
        }

        svg.Dot(Width - Right + 20, legend - 4, colour);
        svg.Label(Width - Right + 30, legend, curve.Name, colour: colour);
        if (curve.Fit is { } fit)
        {
            svg.Line(curve.Ends.Select(at => (x.At(at), y.At(fit.At(at)))), colour, 1, "4 4");
            svg.Label(Width - Right + 30, legend + 15, string.Create(CultureInfo.InvariantCulture, $"exponent {fit.Exponent:0.00}"), colour: Svg.Quiet, size: 11);
        }
    }

    private static string Number(double value) => value.ToString("#,0.#####", CultureInfo.InvariantCulture);

    /// <summary>A logarithmic axis with ticks at 1, 2 and 5 times the powers of ten.</summary>
    private sealed class Axis
    {
        private static readonly double[] Steps = [.. Enumerable.Range(-6, 14).SelectMany(power => Digits(Math.Pow(10, power)))];

        private readonly double _from, _to, _start, _end;

        public Axis(IEnumerable<double> values, double start, double end)
        {
            var all = values.ToArray();
            (_from, _to) = (Steps.Last(step => step <= all.Min() * 1.0001), Steps.First(step => step >= all.Max() * 0.9999));
            _to = _to > _from ? _to : 2 * _from;
            (_start, _end) = (start, end);
            var within = Steps.Where(step => step >= _from * 0.999 && step <= _to * 1.001).ToArray();

            // Powers of ten alone where the others would crowd.
            Ticks = within.Length <= 9 ? within : [.. within.Where(step => Math.Abs(Math.Log10(step) - Math.Round(Math.Log10(step))) < 1e-9)];
        }

        public double[] Ticks { get; }

        private static double[] Digits(double power) => [power, 2 * power, 5 * power];

        public double At(double value) => _start + ((_end - _start) * Math.Log(value / _from) / Math.Log(_to / _from));
    }
}
