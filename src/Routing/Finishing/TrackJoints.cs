using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Finishing;

/// <summary>Where the copper of a net hangs together: sockets, vias, and the ends and corners of its tracks.</summary>
internal sealed class TrackJoints
{
    /// <summary>A joint this near to a line is on it; nanometres.</summary>
    private const double OnLine = 1_000;

    private readonly RoutingPlan _plan;
    private readonly RoutedBoard _routed;
    private readonly Dictionary<(string Net, CopperLayer Layer), List<Point>> _points = [];

    public TrackJoints(RoutingPlan plan, RoutedBoard routed) => (_plan, _routed) = (plan, routed);

    /// <summary>True where something joins a track between a corner of it and a point on one of its legs, which is the last that may stay joined.</summary>
    public bool Any(Track track, Point corner, Point last)
    {
        var points = Of(track.Net, track.Layer);
        var own = false;
        var reach = Box.Around(corner, last).Inflate((long)OnLine);
        for (var i = FirstAtOrAbove(points, reach.Bottom); i < points.Count && points[i].Y <= reach.Top; i++)
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

    /// <summary>A net's joints on a layer from the lowest to the highest: pieces are short or upright, so that few joints lie beside one.</summary>
    private List<Point> Of(string net, CopperLayer layer)
    {
        if (!_points.TryGetValue((net, layer), out var points))
        {
            _points[(net, layer)] = points = Find(net, layer);
            points.Sort((a, b) => a.Y.CompareTo(b.Y));
        }

        return points;
    }

    private List<Point> Find(string net, CopperLayer layer)
    {
        var points = new List<Point>();
        foreach (var socket in _plan.Sockets)
        {
            if (_plan.Net(socket.Net).Name == net)
            {
                points.Add(socket.At);
                points.Add(socket.Start);
            }
        }

        foreach (var via in _routed.Vias)
        {
            if (via.Net == net)
            {
                points.Add(via.At);
            }
        }

        foreach (var track in _routed.Tracks)
        {
            if (track.Net == net && track.Layer == layer)
            {
                points.AddRange(track.Points.Items);
            }
        }

        return points;
    }

    private static int FirstAtOrAbove(List<Point> points, long y)
    {
        var (low, high) = (0, points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = points[middle].Y < y ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
