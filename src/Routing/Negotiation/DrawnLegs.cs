using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Reads off a track the leg by which it leaves a socket: the piece to the node from where it runs on the grid, if that is still clear.</summary>
internal sealed class DrawnLegs
{
    /// <summary>A leg has at most two pieces.</summary>
    private const int Pieces = 2;

    private readonly RoutingPlan _plan;
    private readonly RoutingGrid _grid;
    private readonly SocketAccessFinder _accesses;
    private readonly Dictionary<(int Net, CopperLayer Layer, Point At), int> _sockets = [];

    public DrawnLegs(RoutingPlan plan, RoutingGrid grid, ObstacleIndex index)
    {
        (_plan, _grid, _accesses) = (plan, grid, new(plan, grid, index));
        for (var i = 0; i < plan.Sockets.Length; i++)
        {
            var socket = plan.Sockets[i];
            foreach (var layer in new[] { CopperLayer.Front, CopperLayer.Back })
            {
                _sockets.TryAdd((socket.Net, layer, socket.On(layer).Start), i);
            }
        }
    }

    /// <summary>The leg at the begin of a track, which must lie on the board; null where it begins at no socket of its net or is no longer clear.</summary>
    /// <param name="map">What tracks may use on the layer.</param>
    /// <param name="rest">The track from the leg's end on; all of it where there is no leg.</param>
    public CarriedLeg? Take(int net, CopperLayer layer, CopperMap map, ImmutableArray<Point> line, out ImmutableArray<Point> rest)
    {
        rest = line;
        if (!_sockets.TryGetValue((net, layer, line[0]), out var index) || EndOf((ushort)net, map, line) is not var (node, piece))
        {
            return null;
        }

        var end = _grid.At(node);
        ImmutableArray<Point> leg = end == line[piece] ? line[..(piece + 1)] : [.. line[..(piece + 1)], end];
        var socket = _plan.Sockets[index];
        if (_accesses.Check(layer, socket.On(layer), leg) is not { } access)
        {
            return null;
        }

        rest = [end, .. line[(piece + 1)..]];
        return new(index, (int)layer, access);
    }

    /// <summary>The first node behind all that is closed to the net on a track's first pieces, and the piece that it lies on. What is closed to the track's end is the business of the leg there.</summary>
    private (int Node, int Piece)? EndOf(ushort net, CopperMap map, ImmutableArray<Point> line)
    {
        (int Node, int Piece)? end = null, before = null;
        var last = -1;
        for (var piece = 0; piece < Math.Min(Pieces, line.Length - 1); piece++)
        {
            foreach (var node in _grid.NodesOn(line[piece], line[piece + 1]))
            {
                var isClosed = map.IsForeign(node, net) || (last >= 0 && last != node && map.IsEdgeClosed(last, node, _grid.DirectionOf(node - last)));
                before = end ?? before;
                end = map.IsForeign(node, net) ? null : isClosed ? (node, piece) : end ?? (node, piece);
                last = node;
            }
        }

        return end ?? (line.Length - 1 > Pieces ? null : before);
    }
}
