using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Something painted: an area, or strokes of a round pen.</summary>
/// <param name="Lines">Empty for an area.</param>
internal sealed record Ink(InkArea Area, ImmutableArray<Line> Lines)
{
    private const double Tolerance = 2_000;

    public Box Bounds { get; } = Lines.IsEmpty
        ? Area.Bounds
        : Lines.Aggregate(Box.Empty, (box, line) => box.Union(Box.Around(line.From, line.To).Inflate(((CircleAperture)line.Aperture).Diameter / 2 + 1)));

    /// <summary>Square nanometres, about.</summary>
    public double Size => Lines.IsEmpty ? Area.Size : Lines.Sum(line => line.From.DistanceTo(line.To) * ((CircleAperture)line.Aperture).Diameter);

    /// <summary>The same as an area; strokes become outlines that overlap.</summary>
    public InkArea AsArea() => Lines.IsEmpty ? Area : new([.. Lines.SelectMany(Outline)], overlaps: true);

    private static IEnumerable<ImmutableArray<Point>> Outline(Line line)
    {
        var pen = new StrokePen(((CircleAperture)line.Aperture).Diameter, LineCap.Round, LineJoin.Round, 4);
        var path = new SubPath([new(line.From.X, line.From.Y), new(line.To.X, line.To.Y)], false);
        foreach (var piece in new SvgStroke(pen, Tolerance).Outline(path))
        {
            ImmutableArray<Point> points = [.. piece.Select(p => new Point((long)Math.Round(p.X), (long)Math.Round(p.Y)))];
            yield return Ring.DoubledArea(points.AsSpan()) < 0 ? [.. points.Reverse()] : points;
        }
    }
}

/// <summary>What is painted, in order; what is painted later may take away what lies below it.</summary>
internal sealed class InkCanvas(GraphicsBudget budget)
{
    private readonly List<(Ink Ink, SvgPaint Paint)> _items = [];

    /// <summary>True where something other than white was painted.</summary>
    public bool HasInk => _items.Exists(item => !item.Paint.IsWhite);

    public bool IsEmpty => _items.Count == 0;

    public IEnumerable<SvgPaint> Paints => _items.Select(item => item.Paint);

    public void Add(Ink ink, SvgPaint paint) => _items.Add((ink, paint));

    /// <summary>What remains when all is painted.</summary>
    /// <param name="adds">False for a paint that takes away what it covers.</param>
    public IReadOnlyList<Ink> Compose(Func<SvgPaint, bool> adds)
    {
        var remaining = new List<Ink>();
        foreach (var (ink, paint) in _items)
        {
            if (adds(paint))
            {
                remaining.Add(ink);
            }
            else
            {
                Erase(remaining, ink);
            }
        }

        return remaining;
    }

    private void Erase(List<Ink> remaining, Ink eraser)
    {
        var (bounds, area) = (eraser.Bounds, eraser.AsArea());
        budget.Step(remaining.Count);
        for (var i = 0; i < remaining.Count; i++)
        {
            if (remaining[i].Bounds.Intersects(bounds))
            {
                remaining[i] = new(AreaSweep.Subtract(remaining[i].AsArea(), area, budget), []);
            }
        }

        remaining.RemoveAll(ink => ink.Lines.IsEmpty && ink.Area.IsEmpty);
    }
}
