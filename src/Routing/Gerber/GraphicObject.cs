using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

internal enum Polarity
{
    Dark,
    Clear,
}

/// <summary>A drawn object of a layer; attributes are the %TO set that was current (.N net, .P pin, .C component).</summary>
internal abstract record GraphicObject(Polarity Polarity, AttributeSet Attributes);

internal sealed record Flash(Point At, Aperture Aperture, Polarity Polarity, AttributeSet Attributes) : GraphicObject(Polarity, Attributes);

/// <summary>A straight draw (D01 in G01); zero length is legal and keeps its meaning.</summary>
internal sealed record Line(Point From, Point To, Aperture Aperture, Polarity Polarity, AttributeSet Attributes) : GraphicObject(Polarity, Attributes);

/// <summary>A circular draw (D01 in G02/G03). From = To is a full circle.</summary>
internal sealed record Arc(Point From, Point To, Point Center, bool Clockwise, Aperture Aperture, Polarity Polarity, AttributeSet Attributes)
    : GraphicObject(Polarity, Attributes);

/// <summary>A filled region (G36/G37): one or more closed contours.</summary>
/// <param name="Aperture">
/// Carries the %TA attributes that stood at G36 (specification 5.3.1), for instance the .AperFunction of a pour; its shape
/// has no meaning. Null where there were none.
/// </param>
internal sealed record Region(EquatableArray<Contour> Contours, Aperture? Aperture, Polarity Polarity, AttributeSet Attributes)
    : GraphicObject(Polarity, Attributes);

/// <summary>A closed contour that begins and ends at <see cref="Start"/>; cut-ins are kept as drawn.</summary>
internal sealed record Contour(Point Start, EquatableArray<ContourSegment> Segments)
{
    /// <summary>A polygon through the points, closed to the first.</summary>
    public static Contour Of(IReadOnlyList<Point> points)
    {
        var segments = ImmutableArray.CreateBuilder<ContourSegment>(points.Count);
        for (var i = 1; i <= points.Count; i++)
        {
            segments.Add(new(points[i % points.Count], null, false));
        }

        return new(points[0], new(segments.MoveToImmutable()));
    }

    /// <summary>The same contour, walked the other way.</summary>
    public Contour Reversed()
    {
        var segments = Segments.Items;
        var reversed = ImmutableArray.CreateBuilder<ContourSegment>(segments.Length);
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            var to = i == 0 ? Start : segments[i - 1].To;
            reversed.Add(new(to, segments[i].Center, segments[i].Center is not null && !segments[i].Clockwise));
        }

        return new(segments[^1].To, new(reversed.MoveToImmutable()));
    }

    /// <summary>Its corners and those of its arcs' chords, from <see cref="Start"/> on, which is not repeated at the end.</summary>
    /// <param name="deviation">Most distance of a chord from its arc, nanometres.</param>
    public ImmutableArray<Point> Chords(double deviation = Arcs.Deviation)
    {
        var points = new List<Point> { Start };
        foreach (var segment in Segments)
        {
            if (segment.Center is { } center)
            {
                Arcs.AppendChords(points, points[^1], segment.To, center, segment.Clockwise, deviation);
            }
            else
            {
                points.Add(segment.To);
            }
        }

        Ring.RemoveRepeats(points);
        return [.. points];
    }
}

/// <param name="Center">Centre of the arc; null for a straight segment.</param>
internal readonly record struct ContourSegment(Point To, Point? Center, bool Clockwise);

/// <summary>An immutable, order-keeping set of attributes, compared by value.</summary>
internal readonly record struct AttributeSet(EquatableArray<GerberAttribute> Items)
{
    public static readonly AttributeSet None = new(EquatableArray<GerberAttribute>.Empty);

    public string? Value(string name)
    {
        foreach (var item in Items)
        {
            if (item.Name == name)
            {
                return item.Values.IsDefaultOrEmpty ? "" : item.Values[0];
            }
        }

        return null;
    }

    public static AttributeSet Of(params GerberAttribute[] items) => new(new(ImmutableArray.Create(items)));
}
