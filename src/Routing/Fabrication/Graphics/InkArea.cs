using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>An area as simple counter-clockwise polygons without holes, nanometres; they may touch and, where it says so, overlap.</summary>
internal sealed class InkArea
{
    public static readonly InkArea Empty = new([]);

    public InkArea(ImmutableArray<ImmutableArray<Point>> polygons, bool overlaps = false)
    {
        (Polygons, Overlaps) = (polygons, overlaps);
        Bounds = polygons.Aggregate(Box.Empty, (box, polygon) => box.Union(Box.Around(polygon.AsSpan())));
    }

    public ImmutableArray<ImmutableArray<Point>> Polygons { get; }

    /// <summary>True where polygons may overlap.</summary>
    public bool Overlaps { get; }

    public Box Bounds { get; }

    public bool IsEmpty => Polygons.IsEmpty;

    /// <summary>Square nanometres; what overlaps counts for each polygon.</summary>
    public double Size => Polygons.Sum(polygon => Math.Abs(Ring.DoubledArea(polygon.AsSpan())) / 2);
}
