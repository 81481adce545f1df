using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// Moves straight runs of tracks sideways to where they are farthest from what stands beside them. The pieces before and after keep their
/// directions; a run moves only where its copper gets no longer and its least distance greater, and where nothing joins it.
/// </summary>
internal static class TrackCentring
{
    /// <summary>Distances of more than this many clearances are as good as any; how far a run may move is as much.</summary>
    private const int Enough = 2;

    /// <summary>Places that are tried on either side.</summary>
    private const int Places = 8;

    /// <summary>Least gain that is worth a move; nanometres.</summary>
    private const double LeastGain = 5_000;

    public static RoutedBoard Apply(RoutingPlan plan, RoutedBoard routed)
    {
        if (!plan.Rules.CentreTracks)
        {
            return routed;
        }

        var surroundings = new Surroundings(plan, routed);
        var joints = new TrackJoints(plan, routed);
        return routed with { Tracks = [.. routed.Tracks.Select(track => Centre(track, plan, joints, surroundings))] };
    }

    private static Track Centre(Track track, RoutingPlan plan, TrackJoints joints, Surroundings surroundings)
    {
        var points = track.Points.Items.ToArray();
        for (var i = 1; i < points.Length - 2; i++)
        {
            if (Best(track, points, i, plan, joints, surroundings) is var (from, to))
            {
                (points[i], points[i + 1]) = (from, to);

                // What others were kept away from stays in the way: they move less than they could, and never too near.
                surroundings.Add(track with { Points = [points[i - 1], from, to, points[i + 2]] });
            }
        }

        return track with { Points = new(Line.Corners(points)) };
    }

    /// <summary>Where the run from a corner to the next is farther from all else; null where that is nowhere.</summary>
    private static (Point From, Point To)? Best(Track track, Point[] points, int i, RoutingPlan plan, TrackJoints joints, Surroundings surroundings)
    {
        var net = surroundings.IdOf(track.Net);
        var enough = track.Width / 2.0 + (Enough - 1) * plan.Rules.ClearanceOf(track.Net);
        var least = Math.Max(Room(points[i], points[i + 1]) + LeastGain, track.Width / 2.0);
        if (least > enough || joints.Any(track, points[i], points[i + 1]) || joints.Any(track, points[i + 1], points[i]))
        {
            return null;
        }

        var best = least;
        (Point, Point)? found = null;

        // Near places first: of equally good ones the nearest is taken.
        for (var place = 2; place <= 2 * Places + 1; place++)
        {
            var aside = Enough * plan.Rules.Clearance * (place / 2) / Places * (place % 2 == 0 ? 1 : -1);
            if (Moved(points, i, aside, track.Width) is var (from, to) && Stays(points[i - 1], points[i], from) && Stays(points[i + 2], points[i + 1], to)
                && Room(from, to) is var room && room > best)
            {
                (best, found) = (room, (from, to));
            }
        }

        return found;

        // What the run leaves must join nothing, and where its neighbours grow they must be no nearer to anything than it was.
        bool Stays(Point far, Point corner, Point moved) => Line.Length(far, moved) < Line.Length(far, corner)
            ? !joints.Any(track, corner, moved)
            : Room(corner, moved) >= least;

        double Room(Point from, Point to) => surroundings.Room(track.Layer, from, to, net, enough);
    }

    /// <summary>The run moved aside along its neighbours; null where these are not in line, too short for it, or the copper would get longer.</summary>
    private static (Point From, Point To)? Moved(Point[] points, int i, long aside, long least)
    {
        if (Line.Direction(points[i], points[i + 1]) is not { } along
            || Slide(points[i - 1], points[i], along, aside, least) is not { } from || Slide(points[i + 2], points[i + 1], along, aside, least) is not { } to)
        {
            return null;
        }

        var before = points[i - 1].DistanceTo(points[i]) + points[i].DistanceTo(points[i + 1]) + points[i + 1].DistanceTo(points[i + 2]);
        var after = points[i - 1].DistanceTo(from) + from.DistanceTo(to) + to.DistanceTo(points[i + 2]);
        return Line.Direction(from, to) == along && Line.Length(from, to) >= least && after < before + 1 ? (from, to) : null;
    }

    /// <summary>A corner moved along its other leg by a distance across the run.</summary>
    private static Point? Slide(Point far, Point corner, Point along, long aside, long least)
    {
        if (Line.Direction(corner, far) is not { } leg || leg.Y * along.X - leg.X * along.Y is not (not 0 and var across))
        {
            return null;
        }

        // Even, so that a leg straight across a diagonal run comes out whole.
        var steps = aside / 2 * 2 / across;
        return steps <= Line.Length(corner, far) - least ? Line.Along(corner, leg, steps) : null;
    }
}
