using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Panels;

/// <summary>Finds the copper of one board near a point.</summary>
internal sealed class CopperNear
{
    /// <summary>Copper stays this far from a hole that breaks.</summary>
    public const long Clearance = 150_000;

    private const long Cell = 2 * Units.Millimetre;

    private readonly Dictionary<(long X, long Y), List<Shape>> _cells = [];

    public CopperNear(PanelBoard board)
        : this(board.Layers.Where(layer => layer.Kind.Type == "copper").SelectMany(layer => LayerPlot.Copper(layer.Layer)).Select(plotted => plotted.Shape))
    {
    }

    public CopperNear(IEnumerable<Shape> copper)
    {
        foreach (var shape in copper)
        {
            foreach (var cell in Cells(shape.Bounds))
            {
                if (!_cells.TryGetValue(cell, out var shapes))
                {
                    _cells.Add(cell, shapes = []);
                }

                shapes.Add(shape);
            }
        }
    }

    /// <summary>True where no copper is nearer to the hole's edge than <see cref="Clearance"/>.</summary>
    public bool IsFree(Point at, long radius) => IsFree(at, radius, Clearance);

    public bool IsFree(Point at, long radius, long clearance) =>
        Near(new Box(at.X, at.Y, at.X, at.Y).Inflate(radius + clearance)).All(shape => Shapes.DistanceToPoint(shape, at) >= radius + clearance);

    /// <summary>True where copper is under a part of the area.</summary>
    public bool Touches(Box area)
    {
        var polygon = Polygon.Of(area);
        return Near(area).Any(shape => Shapes.Distance(shape, polygon) <= 0);
    }

    private IEnumerable<Shape> Near(Box area) =>
        Cells(area).SelectMany(cell => _cells.GetValueOrDefault(cell, [])).Where(shape => Segments.BoxToBoxSquared(shape.Bounds, area) <= 0).Distinct(ReferenceEqualityComparer.Instance).Cast<Shape>();

    private static IEnumerable<(long X, long Y)> Cells(Box box)
    {
        for (var x = Floor(box.Left); x <= Floor(box.Right); x++)
        {
            for (var y = Floor(box.Bottom); y <= Floor(box.Top); y++)
            {
                yield return (x, y);
            }
        }
    }

    private static long Floor(long value) => (long)Math.Floor((double)value / Cell);
}
