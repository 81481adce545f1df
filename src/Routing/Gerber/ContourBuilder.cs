using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Collects the contours of one region (G36 to G37, specification 4.10).</summary>
/// <param name="position">Told of contours that are not closed.</param>
internal sealed class ContourBuilder(SourcePosition position)
{
    /// <summary>Ends further apart than this were not meant to meet; nanometres.</summary>
    private const long Rounding = 10_000;

    private readonly ImmutableArray<Contour>.Builder _contours = ImmutableArray.CreateBuilder<Contour>();
    private readonly ImmutableArray<ContourSegment>.Builder _segments = ImmutableArray.CreateBuilder<ContourSegment>();
    private Point _start;
    private bool _curved;

    /// <summary>Ends the contour in hand, closing a gap that a tool's rounding left, and begins one at a point.</summary>
    public void Begin(Point start)
    {
        Close(_start);
        _start = start;
    }

    public void Add(Point from, ContourSegment segment)
    {
        if (_segments.Count == 0)
        {
            _start = from;
        }

        _curved |= segment.Center is not null;
        _segments.Add(segment);
    }

    public EquatableArray<Contour> Finish()
    {
        Close(_start);
        return new(_contours.DrainToImmutable());
    }

    private void Close(Point start)
    {
        if (_segments.Count > 0 && _segments[^1].To != start)
        {
            if (_segments[^1].To.DistanceTo(start) > Rounding)
            {
                position.Doubt("the contour of a region is not closed: it is closed by a straight line");
            }

            _segments.Add(new(start, null, false));
        }

        // Two straight segments enclose nothing; some viewers take them for an error.
        if (_curved || _segments.Count > 2)
        {
            _contours.Add(new(start, new(_segments.ToImmutable())));
        }

        _segments.Clear();
        _curved = false;
    }
}
