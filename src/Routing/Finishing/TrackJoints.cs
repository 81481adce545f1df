using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Finishing;

/// <summary>Where the copper of a net hangs together: sockets, vias, and the ends and corners of its tracks.</summary>
internal sealed class TrackJoints
{
    /// <summary>A joint this near to a line is on it; nanometres.</summary>
    private const double OnLine = 1_000;

    // From the lowest to the highest: pieces are short or upright, so that few joints lie beside one.
    private readonly Dictionary<(string Net, CopperLayer Layer), Point[]> _points;

    public TrackJoints(RoutingPlan plan, RoutedBoard routed)
    {
        var layers = Enum.GetValues<CopperLayer>();
        var sockets = plan.Sockets.SelectMany(socket => layers.SelectMany(layer => new[] { (plan.Net(socket.Net).Name, layer, socket.At), (plan.Net(socket.Net).Name, layer, socket.Start) }));
        var vias = routed.Vias.SelectMany(via => layers.Select(layer => (via.Net, layer, via.At)));
        var tracks = routed.Tracks.SelectMany(track => track.Points.Select(at => (track.Net, track.Layer, at)));
        _points = sockets.Concat(vias).Concat(tracks)
            .GroupBy(joint => (joint.Item1, joint.Item2), joint => joint.Item3)
            .ToDictionary(group => group.Key, group => group.OrderBy(at => at.Y).ToArray());
    }

    /// <summary>True where something joins a track between a corner of it and a point on one of its legs, which is the last that may stay joined.</summary>
    public bool Any(Track track, Point corner, Point last)
    {
        if (!_points.TryGetValue((track.Net, track.Layer), out var points))
        {
            return false;
        }

        var own = false;
        var reach = Box.Around(corner, last).Inflate((long)OnLine);
        for (var i = FirstAtOrAbove(points, reach.Bottom); i < points.Length && points[i].Y <= reach.Top; i++)
        {
            var joint = points[i];

            // The track's own corner is one joint there; another means that something else ends at it.
            if (joint == corner && !own)
            {
                own = true;
            }
            else if (joint != last && reach.Contains(joint) && Segments.PointToSegment(joint, corner, last) < OnLine)
            {
                return true;
            }
        }

        return false;
    }

    private static int FirstAtOrAbove(Point[] points, long y)
    {
        var (low, high) = (0, points.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = points[middle].Y < y ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
