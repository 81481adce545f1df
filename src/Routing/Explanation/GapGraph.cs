using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>A straight line across the room between two things; what passes between them there must cross it.</summary>
/// <param name="A">Index of a thing.</param>
/// <param name="Width">Length of the line between the two things, nanometres.</param>
/// <param name="Fits">Tracks that cross it at most, on both layers together.</param>
/// <param name="From">On the first thing's border; the centre of a round one.</param>
/// <param name="To">On the second one's.</param>
/// <param name="Line">From inside the one thing to inside the other; to the outline where that is the board's edge.</param>
internal sealed record GapLine(int A, int B, Point From, Point To, double Width, int Fits, ImmutableArray<Point> Line);

/// <summary>
/// The things that no track crosses (zones, mounting holes and the board's edge) and the lines between them that few tracks cross.
/// </summary>
internal sealed class GapGraph
{
    private readonly RoutingPlan _plan;
    private readonly TrackRoom _room;

    /// <param name="mostTracks">Lines that more tracks may cross are left out.</param>
    public GapGraph(RoutingPlan plan, TrackRoom room, int mostTracks)
    {
        (_plan, _room) = (plan, room);
        Things = [.. plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Zone).Select(zone => new Blocker(zone.Module, zone.Shape)), Blocker.Edge];
        Lines = [.. Pairs(mostTracks).SelectMany(pair => Between(pair.A, pair.B)).Where(line => line.Fits <= mostTracks && IsOpen(line))];
    }

    /// <summary>The last one is the board's edge.</summary>
    public ImmutableArray<Blocker> Things { get; }

    public ImmutableArray<GapLine> Lines { get; }

    /// <summary>Things that come so near to each other that a line between them may be narrow enough.</summary>
    private IEnumerable<(int A, int B)> Pairs(int mostTracks)
    {
        // A line of this length holds one track more on each layer, whatever its ends keep away and wherever the grid's lines are.
        var apart = Math.Ceiling((double)_plan.TrackPitch / _plan.Lattice.Pitch) * _plan.Lattice.Pitch;
        var widest = (mostTracks / 2 + 1.0) * apart + 2 * _plan.Rules.TrackWidth + _plan.Rules.RoutedEdgeClearance + _plan.Lattice.Pitch;
        return
            from a in Enumerable.Range(0, Things.Length)
            from b in Enumerable.Range(a + 1, Things.Length - a - 1)
            where Things[a].LeastDistanceTo(Things[b], _plan.Outline.Bounds) <= widest
            select (a, b);
    }

    /// <summary>From every corner of the one to the nearest point of the other.</summary>
    private IEnumerable<GapLine> Between(int a, int b)
    {
        var (one, other) = (Things[a].Shape!, Things[b].Shape);
        foreach (var from in Corners(one))
        {
            foreach (var to in other is null ? Feet(from) : [Nearest(other, from)])
            {
                yield return Line(a, b, from, to);
            }
        }

        foreach (var to in other is null ? [] : Corners(other))
        {
            yield return Line(a, b, Nearest(one, to), to);
        }
    }

    private GapLine Line(int a, int b, Point from, Point to)
    {
        var (one, other) = (Things[a].Shape!, Things[b].Shape);
        var keep = _plan.Rules.TrackWidth / 2.0;
        var edge = other is null ? _plan.Rules.RoutedEdgeClearance : 0;
        var width = Math.Max(0, from.DistanceTo(to) - Radius(one) - Radius(other));
        var fits = 2 * _room.On((from, keep + Radius(one)), (to, keep + edge + Radius(other)));
        return new(a, b, from, to, width, fits, other is null ? [one.Bounds.Center, from, to] : [one.Bounds.Center, from, to, other.Bounds.Center]);
    }

    /// <summary>True where nothing else stands in the way: else the lines to that do.</summary>
    private bool IsOpen(GapLine line)
    {
        for (var i = 0; i < Things.Length - 1; i++)
        {
            if (i != line.A && i != line.B && Shapes.DistanceToSegment(Things[i].Shape!, line.From, line.To, 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private Point[] Feet(Point corner)
    {
        var board = _plan.Outline.Bounds;
        return [corner with { X = board.Left }, corner with { X = board.Right }, corner with { Y = board.Bottom }, corner with { Y = board.Top }];
    }

    private static IEnumerable<Point> Corners(Shape shape) => shape is Polygon polygon ? polygon.Outline : [((Capsule)shape).A];

    private static long Radius(Shape? shape) => shape is Capsule capsule ? capsule.Radius : 0;

    private static Point Nearest(Shape shape, Point p)
    {
        if (shape is not Polygon { Outline: var outline })
        {
            return ((Capsule)shape).A;
        }

        return Shapes.Contains(shape, p) ? p : Enumerable.Range(0, outline.Length).Select(i => Nearest(outline[i], outline[(i + 1) % outline.Length], p)).MinBy(p.SquaredDistanceTo);
    }

    private static Point Nearest(Point a, Point b, Point p)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        var along = Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / (dx * dx + dy * dy), 0, 1);
        return new(a.X + (long)Math.Round(along * dx), a.Y + (long)Math.Round(along * dy));
    }
}
