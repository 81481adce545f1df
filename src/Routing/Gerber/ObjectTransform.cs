using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Moves graphic objects by one similarity; apertures and attribute sets are mapped once each.</summary>
internal sealed class ObjectTransform(Similarity similarity, Func<AttributeSet, AttributeSet> mapAttributes)
{
    private readonly Similarity _similarity = similarity;
    private readonly ApertureVariants _apertures = new(similarity);
    private readonly Dictionary<GerberAttribute[], GerberAttribute[]> _attributes = new(ReferenceEqualityComparer.Instance);
    private GerberAttribute[]? _lastSource;
    private AttributeSet _lastMapped = AttributeSet.None;

    /// <summary>Appends the moved object; a stroke that has no portable turned form becomes several.</summary>
    public void Apply(GraphicObject item, ImmutableArray<GraphicObject>.Builder objects)
    {
        switch (item)
        {
            case Flash flash:
                objects.Add(new Flash(_similarity.Apply(flash.At), _apertures.Of(flash.Aperture), flash.Polarity, Map(flash.Attributes)));
                break;
            case Line line:
                AddLine(line, objects);
                break;
            case Arc arc:
                AddArc(arc, objects);
                break;
            case Region region:
                objects.Add(new Region(Move(region.Contours), region.Aperture, region.Polarity, Map(region.Attributes)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(item));
        }
    }

    private void AddLine(Line line, ImmutableArray<GraphicObject>.Builder objects)
    {
        Point from = _similarity.Apply(line.From), to = _similarity.Apply(line.To);
        var attributes = Map(line.Attributes);
        if (line.Aperture is CircleAperture || _similarity.LeavesShapes || (line.Aperture is RectangleAperture && _similarity.IsRightAngle))
        {
            objects.Add(new Line(from, to, _apertures.Of(line.Aperture), line.Polarity, attributes));
        }
        else if (StrokeSweep.CanSweep(line.Aperture))
        {
            StrokeSweep.Add(new(from, to, line.Aperture, line.Polarity, attributes), _similarity, objects);
        }
        else
        {
            objects.Add(new Line(from, to, _apertures.Of(line.Aperture), line.Polarity, attributes));
        }
    }

    private void AddArc(Arc arc, ImmutableArray<GraphicObject>.Builder objects)
    {
        if (arc.Aperture is not CircleAperture && !_similarity.LeavesShapes)
        {
            var from = arc.From;
            foreach (var to in ArcGeometry.Chords(arc.From, arc.To, arc.Center, arc.Clockwise))
            {
                AddLine(new(from, to, arc.Aperture, arc.Polarity, arc.Attributes), objects);
                from = to;
            }

            return;
        }

        Point start = _similarity.Apply(arc.From), end = _similarity.Apply(arc.To), center = _similarity.Apply(arc.Center);
        var aperture = _apertures.Of(arc.Aperture);
        var attributes = Map(arc.Attributes);
        if (Collapses(arc.From, arc.To, arc.Center, arc.Clockwise, start, end, center))
        {
            objects.Add(new Line(start, end, aperture, arc.Polarity, attributes));
        }
        else
        {
            objects.Add(new Arc(start, end, center, arc.Clockwise ^ _similarity.Mirrored, aperture, arc.Polarity, attributes));
        }
    }

    /// <summary>Rounding can join the ends of a very short arc, which would then read as a full circle, or take all of its radius.</summary>
    private static bool Collapses(Point from, Point to, Point center, bool clockwise, Point start, Point end, Point turnedCenter) =>
        start == turnedCenter || (start == end && from != to && Math.Abs(ArcGeometry.Sweep(from, to, center, clockwise)) < Math.PI);

    private EquatableArray<Contour> Move(EquatableArray<Contour> contours)
    {
        var moved = new Contour[contours.Count];
        for (var i = 0; i < moved.Length; i++)
        {
            moved[i] = Move(contours[i]);
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(moved));
    }

    private Contour Move(Contour contour)
    {
        var segments = contour.Segments.AsSpan();
        var moved = new ContourSegment[segments.Length];
        Point at = contour.Start, start = _similarity.Apply(at), movedAt = start;
        for (var i = 0; i < moved.Length; i++)
        {
            var segment = segments[i];
            var to = _similarity.Apply(segment.To);
            moved[i] = segment.Center is { } center && !Collapses(at, segment.To, center, segment.Clockwise, movedAt, to, _similarity.Apply(center))
                ? new(to, _similarity.Apply(center), segment.Clockwise ^ _similarity.Mirrored)
                : new(to, null, false);
            (at, movedAt) = (segment.To, to);
        }

        return new(start, new(ImmutableCollectionsMarshal.AsImmutableArray(moved)));
    }

    private AttributeSet Map(AttributeSet attributes)
    {
        if (attributes.Items.Count == 0)
        {
            return attributes;
        }

        var source = ImmutableCollectionsMarshal.AsArray(attributes.Items.Items)!;
        if (ReferenceEquals(source, _lastSource))
        {
            return _lastMapped;
        }

        if (!_attributes.TryGetValue(source, out var mapped))
        {
            _attributes[source] = mapped = ImmutableCollectionsMarshal.AsArray(mapAttributes(attributes).Items.Items)!;
        }

        _lastSource = source;
        return _lastMapped = new(new EquatableArray<GerberAttribute>(ImmutableCollectionsMarshal.AsImmutableArray(mapped)));
    }
}
