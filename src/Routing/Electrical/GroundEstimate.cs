using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Electrical;

/// <summary>
/// Whether a ground may be beyond a limit of the electrical report, told from its routed copper alone and much cheaper than by the report: no socket has more resistance to the source than the
/// shortest way along its own tracks, whatever other copper lies beside it (Rayleigh's monotonicity law), and no place carries more than all currents together.
/// </summary>
internal sealed class GroundEstimate
{
    /// <summary>For what modules' own copper may add: pads count as points, and their tracks may be thinner than routed ones.</summary>
    private const double Margin = 1.3;

    /// <summary>A joint this near to a centre line is on it; nanometres.</summary>
    private const long OnLine = 1_000;

    private readonly CopperPhysics _physics;
    private readonly ImmutableArray<Track> _tracks;
    private readonly ImmutableArray<Via> _vias;
    private readonly Dictionary<(CopperLayer Layer, Point At), int> _nodes = [];

    private GroundEstimate(RoutedBoard routed, string net, ElectricalRules rules)
    {
        _physics = new(rules);
        _tracks = [.. routed.Tracks.Where(track => track.Net == net)];
        _vias = [.. routed.Vias.Where(via => via.Net == net)];
    }

    /// <summary>False where the report finds no ground beyond a limit; true where it is worth a look.</summary>
    public static bool MayBeBeyond(PlacedBoard board, RoutedBoard routed)
    {
        var sources = new NetSources(board.Modules, board.Rules.Electrical);
        return board.Sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).Any(net =>
            AddedPour.IsGround(net.Key) && board.Rules.IsPower(net.Key) && new GroundEstimate(routed, net.Key, board.Rules.Electrical).MayBeBeyond([.. net], sources));
    }

    private bool MayBeBeyond(ImmutableArray<BoardSocket> sockets, NetSources sources)
    {
        var source = sources.SourceOf(sockets);
        var current = Margin * sockets.Select(socket => socket.Module).Distinct().Where(module => module != source.Module).Sum(sources.CurrentOf);
        return current > LeastLimit() || (current > 0 && current * Farthest(source, sockets) * 1_000 > sources.Rules.MaxDropMv);
    }

    /// <summary>What the tightest routed place may carry, amperes.</summary>
    private double LeastLimit() => _tracks.Select(track => _physics.TrackLimit(track.Width)).Concat(_vias.Select(via => _physics.BarrelLimit(Math.PI * via.Hole))).DefaultIfEmpty(0).Min();

    /// <summary>Resistance of the shortest way to the socket that has most, ohms; infinite where routed copper leads to none.</summary>
    private double Farthest(BoardSocket source, ImmutableArray<BoardSocket> sockets)
    {
        var ways = ImmutableArray.CreateBuilder<Resistor>();
        ways.AddRange(sockets.Select(socket => Way(CopperLayer.Front, socket.At, CopperLayer.Back, socket.At, 0)));
        ways.AddRange(_vias.Select(via => Way(CopperLayer.Front, via.At, CopperLayer.Back, via.At, _physics.Barrel(Math.PI * via.Hole))));
        foreach (var layer in Enum.GetValues<CopperLayer>())
        {
            var tracks = _tracks.Where(track => track.Layer == layer).ToList();
            var joints = tracks.SelectMany(track => track.Points).Concat(_vias.Select(via => via.At)).Concat(sockets.Select(socket => socket.At)).Distinct().OrderBy(at => at.Y).ToArray();
            ways.AddRange(tracks.SelectMany(track => track.Points.Zip(track.Points.Skip(1)).SelectMany(leg => Ways(track, leg.First, leg.Second, joints))));
        }

        var ohms = ShortestWays.From(Node(CopperLayer.Front, source.At), _nodes.Count, ways.ToImmutable());
        return sockets.Max(socket => ohms[Node(CopperLayer.Front, socket.At)]);
    }

    /// <summary>A leg of a track from joint to joint.</summary>
    private IEnumerable<Resistor> Ways(Track track, Point from, Point to, Point[] joints)
    {
        var reach = Box.Around(from, to).Inflate(OnLine);
        var on = new List<Point>();
        for (var i = FirstAtOrAbove(joints, reach.Bottom); i < joints.Length && joints[i].Y <= reach.Top; i++)
        {
            if (reach.Contains(joints[i]) && Segments.PointToSegment(joints[i], from, to) < OnLine)
            {
                on.Add(joints[i]);
            }
        }

        on.Sort((a, b) => from.DistanceTo(a).CompareTo(from.DistanceTo(b)));
        return on.Zip(on.Skip(1), (a, b) => Way(track.Layer, a, track.Layer, b, _physics.Track(a.DistanceTo(b), track.Width)));
    }

    /// <summary>A way is as long as it has ohms.</summary>
    private Resistor Way(CopperLayer layer, Point from, CopperLayer other, Point to, double ohms) =>
        new(Node(layer, from), Node(other, to), ohms, ohms, 0, double.PositiveInfinity, from, layer);

    private int Node(CopperLayer layer, Point at)
    {
        if (!_nodes.TryGetValue((layer, at), out var node))
        {
            _nodes[(layer, at)] = node = _nodes.Count;
        }

        return node;
    }

    private static int FirstAtOrAbove(Point[] joints, long y)
    {
        var (low, high) = (0, joints.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = joints[middle].Y < y ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
