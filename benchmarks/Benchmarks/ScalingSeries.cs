using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>How the cost of routing grows with sockets, area, grid and workers: synthetic boards, and the predecessor's figures beside them.</summary>
/// <param name="seconds">How long to measure a point.</param>
/// <param name="limit">Longest that one run may take; a series ends there.</param>
/// <param name="show">Told every piece of the text as soon as it is known.</param>
internal sealed class ScalingSeries(double seconds, TimeSpan limit, Action<string> show)
{
    private const long Mm = Units.Millimetre;

    private static readonly int[] Modules = [2, 5, 10, 20, 50, 100, 150, 200];
    private static readonly long[] Sides = [180, 250, 350, 500];
    private static readonly double[] Grids = [0.25, 0.1, 0.05];

    private readonly StringBuilder _text = new();

    /// <summary>Plots by file name.</summary>
    public Dictionary<string, string> Plots { get; } = [];

    public string Run()
    {
        Sockets();
        Area();
        Grid();
        return _text.ToString();
    }

    private void Sockets()
    {
        Write($"### Sockets, and two workers\n\n");
        Header("modules", "workers 1, 2: speed-up | efficiency | serial fraction");
        var points = new List<ScalingPoint>();
        foreach (var modules in Modules)
        {
            if (Row(modules, SyntheticBoard.Of(modules, DesignRules.Default), pair: true) is not { } point)
            {
                break;
            }

            points.Add(point);
        }

        var time = Fitted("CPU, one worker", points.Select(p => ((double)p.Sockets, p.One.Cpu * 1e3)));
        var pair = new Curve("wall, two workers", [.. points.Select(p => ((double)p.Sockets, p.Pair!.Wall * 1e3))]);
        var allocated = Fitted("allocated", points.Select(p => ((double)p.Sockets, p.One.AllocatedMegabytes)));
        var old = Fitted("CPU, predecessor", Predecessor.Scaling.Select(p => ((double)p.Sockets, p.Routing * 1e3)));
        Say($"CPU time grows with sockets to the power of {Exponent(time)}, allocations {Exponent(allocated)}. The predecessor's routing, on its own boards of 9 to 145 sockets: {Exponent(old)}.");
        Plots["scaling-sockets.svg"] = LogLogPlot.Of("Routing by sockets, grid 0.25 mm", "sockets", "ms", [time, pair, old]);
        Plots["scaling-memory.svg"] = LogLogPlot.Of(
            "Memory by sockets, grid 0.25 mm", "sockets", "MB", [allocated, new("process, peak", [.. points.Select(p => ((double)p.Sockets, p.One.PeakMegabytes))])]);
    }

    private void Area()
    {
        Write($"### Board area, 30 modules\n\n");
        Header("side mm", "");
        var points = new List<ScalingPoint>();
        foreach (var side in Sides)
        {
            if (Row(side, SyntheticBoard.Of(30, side * Mm, DesignRules.Default), pair: false) is not { } point)
            {
                break;
            }

            points.Add(point);
        }

        var time = Fitted("30 modules", points.Select(p => (p.Area, p.One.Cpu * 1e3)));
        Say($"CPU time grows with area to the power of {Exponent(time)}. The predecessor takes 58 s and 833 MB for a job of 400 x 400 mm.");
        Plots["scaling-area.svg"] = LogLogPlot.Of("CPU time of routing by board area, 30 modules, grid 0.25 mm", "mm²", "ms", [time, new("predecessor", [(160_000, 58_000)])]);
    }

    private void Grid()
    {
        Write($"### Grid\n\n");
        Header("board, grid mm", "");
        var curves = new List<Curve>();
        foreach (var (name, board) in GridBoards())
        {
            var points = new List<(double, double)>();
            foreach (var grid in Grids)
            {
                var rules = DesignRules.Default with { Grid = Units.FromMillimetres(grid) };
                if (Row(string.Create(CultureInfo.InvariantCulture, $"{name}, {grid}"), board(rules), pair: false) is not { } point)
                {
                    break;
                }

                points.Add((1 / grid, point.One.Cpu * 1e3));
            }

            if (points.Count > 1)
            {
                curves.Add(Fitted(name, points));
            }
        }

        Say($"Exponents of CPU time in lines per millimetre: {string.Join(", ", curves.Select(curve => $"{curve.Name} {Exponent(curve)}"))}; an exponent of 2 would be growth with the number of grid points.");
        Plots["scaling-grid.svg"] = LogLogPlot.Of("CPU time of routing by fineness of the grid", "grid lines per mm", "ms", curves);
    }

    private static IEnumerable<(string Name, Func<DesignRules, PlacedBoard> Board)> GridBoards()
    {
        if (Boards.All().FirstOrDefault(board => board.Name == "i2c20") is { } largest)
        {
            yield return ("i2c20", rules => largest.Place(rules: rules));
        }

        yield return ("30 modules", rules => SyntheticBoard.Of(30, rules));
        yield return ("200 modules, 500 x 500 mm", rules => SyntheticBoard.Of(200, 500 * Mm, rules));
    }

    private void Header(string first, string more)
    {
        var (names, rules) = more.Length == 0 ? ("", "") : ($" {more} |", "---|---|---|");
        Write($"| {first} | sockets | board mm | open | wall ms | CPU ms | allocated MB | peak MB |{names}\n|---|---|---|---|---|---|---|---|{rules}\n");
    }

    private ScalingPoint? Row(object name, PlacedBoard board, bool pair)
    {
        var outline = board.Project.Board;
        Write($"| {name} | {board.Sockets.Length} | {outline.Width / Mm} x {outline.Height / Mm} |");
        var point = ScalingPoint.Measure(board, pair, seconds, limit);
        if (point is null)
        {
            Write($" | more than {limit.TotalSeconds * 1e3:0} | | | |{(pair ? " | | |" : "")}\n");
            return null;
        }

        var one = point.One;
        Write($" {point.Open} | {one.Wall * 1e3:0.0} | {one.Cpu * 1e3:0.0} | {one.AllocatedMegabytes:0.00} | {one.PeakMegabytes:0} |");
        if (pair)
        {
            Write($" {point.Speedup:0.00} | {point.Efficiency:P0} | {Math.Clamp(point.SerialFraction, 0, 1):P0} |");
        }

        Write($"\n");
        return point;
    }

    private void Say(string text) => Write($"\n{text}\n\n");

    private void Write(FormattableString text)
    {
        var piece = text.ToString(CultureInfo.InvariantCulture);
        _text.Append(piece);
        show(piece);
    }

    private static Curve Fitted(string name, IEnumerable<(double X, double Y)> points)
    {
        var list = points.ToArray();
        return new(name, list, list.Length > 1 ? PowerLaw.Through(list) : null);
    }

    private static string Exponent(Curve curve) =>
        curve.Fit is { } fit ? string.Create(CultureInfo.InvariantCulture, $"{fit.Exponent:0.00} (R² {fit.Fit:0.00})") : "unknown";
}
