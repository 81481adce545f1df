using System.Collections.Immutable;

namespace MakeDevice.Routing.Geometry;

/// <summary>A filled area in nanometres: what an aperture, a stroke or a region leaves on a layer.</summary>
public abstract record Shape
{
    public abstract Box Bounds { get; }
}

/// <summary>All points within <paramref name="Radius"/> of the segment from A to B: a round-ended stroke, or a disc where A = B.</summary>
public sealed record Capsule(Point A, Point B, long Radius) : Shape
{
    public override Box Bounds => Box.Around(A, B).Inflate(Radius);
}

/// <summary>
/// A simple polygon, without a repeated last point; either orientation. Holes lie inside the outline.
/// Curves are chords that deviate less than 1 µm.
/// </summary>
public sealed record Polygon(ImmutableArray<Point> Outline, ImmutableArray<ImmutableArray<Point>> Holes) : Shape
{
    public Polygon(ImmutableArray<Point> outline)
        : this(outline, [])
    {
    }

    public override Box Bounds { get; } = Box.Around(Outline.AsSpan());

    /// <summary>A rectangle, counter-clockwise.</summary>
    internal static Polygon Of(Box box) => new([new(box.Left, box.Bottom), new(box.Right, box.Bottom), new(box.Right, box.Top), new(box.Left, box.Top)]);
}
