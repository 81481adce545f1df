using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>A straight edge of the board, walked counter-clockwise, the rounded corner after it, and the outlines joined to it.</summary>
internal sealed class StraightEdge(Point from, Point to, Point cornerCenter, Point cornerEnd)
{
    /// <summary>No board has more connectors at one edge; a hostile outline is not compared piece by piece with itself.</summary>
    private const int MostJoined = 64;

    private readonly List<(long First, long Last, Contour Chain)> _joined = [];

    public Point From => from;

    public Point To => to;

    public Point CornerCenter => cornerCenter;

    public Point CornerEnd => cornerEnd;

    /// <summary>Open contours that replace a part of the edge, in walking order and direction.</summary>
    public ImmutableArray<Contour> Joined => [.. _joined.OrderBy(part => part.First).Select(part => part.Chain)];

    /// <summary>Bottom, right, top and left edge; the corner radius is limited to half the shorter side.</summary>
    public static ImmutableArray<StraightEdge> Around(BoardOutline outline)
    {
        var (left, bottom, right, top) = outline.Bounds;
        var r = Math.Clamp(outline.CornerRadius, 0, Math.Min(outline.Width, outline.Height) / 2);
        return
        [
            new(new(left + r, bottom), new(right - r, bottom), new(right - r, bottom + r), new(right, bottom + r)),
            new(new(right, bottom + r), new(right, top - r), new(right - r, top - r), new(right - r, top)),
            new(new(right - r, top), new(left + r, top), new(left + r, top - r), new(left, top - r)),
            new(new(left, top - r), new(left, bottom + r), new(left + r, bottom + r), new(left + r, bottom)),
        ];
    }

    public Point Nearest(Point p) => from.Y == to.Y ? new(p.X, from.Y) : new(from.X, p.Y);

    /// <summary>Joins an open contour whose ends both lie within reach of the edge, where nothing else is joined.</summary>
    public bool TryJoin(Contour chain, long reach)
    {
        var end = chain.Segments[^1].To;
        if (_joined.Count == MostJoined || !IsNear(chain.Start, reach) || !IsNear(end, reach))
        {
            return false;
        }

        var forward = Along(chain.Start) < Along(end) ? chain : chain.Reversed();
        var (first, last) = (Along(forward.Start), Along(forward.Segments[^1].To));
        if (first == last || _joined.Exists(part => first < part.Last && part.First < last))
        {
            return false;
        }

        _joined.Add((first, last, forward));
        return true;
    }

    private bool IsNear(Point p, long reach) =>
        Nearest(p).DistanceTo(p) <= reach && Along(p) >= 0 && Along(p) <= Along(to);

    private long Along(Point p) => from.Y == to.Y ? (p.X - from.X) * Math.Sign(to.X - from.X) : (p.Y - from.Y) * Math.Sign(to.Y - from.Y);
}
