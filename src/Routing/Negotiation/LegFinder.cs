using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Finds the legs of all sockets on the layers where they have copper, and which legs come too near to each other.</summary>
internal sealed class LegFinder(TreeBoard board, ObstacleIndex index)
{
    private readonly RoutingPlan _plan = board.Plan;
    private readonly RoutingGrid _grid = board.Grid;

    /// <param name="carried">Legs to take over.</param>
    /// <param name="more">Find others for sockets that have one, too.</param>
    public ImmutableArray<Leg> Find(IReadOnlyList<CarriedLeg> carried, bool more)
    {
        var old = carried.ToLookup(leg => (leg.Socket, leg.Layer), leg => leg.Access with { Node = _grid.NodeAt(leg.Access.Leg[^1]) });
        var settled = more ? [] : carried.Select(leg => leg.Socket).ToHashSet();
        var finder = new SocketAccessFinder(_plan, _grid, index);
        var copper = _plan.Obstacles.Where(o => o.Kind == ObstacleKind.Copper).ToLookup(o => o.Module);
        var found = new List<CarriedLeg>();
        for (var i = 0; i < _plan.Sockets.Length; i++)
        {
            var socket = _plan.Sockets[i];
            foreach (var layer in LayersOf(socket, copper[socket.Module]))
            {
                ImmutableArray<SocketAccess> accesses = settled.Contains(i)
                    ? []
                    : finder.Find(layer, board.Maps[(int)layer], socket.On(layer));
                var kept = old[(i, (int)layer)].ToList();
                found.AddRange(kept.Concat(accesses.ExceptBy(kept.Select(access => access.Node), access => access.Node)).Select(access => new CarriedLeg(i, (int)layer, access)));
            }
        }

        WayIndex[] ways = [new(_plan.TrackPitch), new(_plan.TrackPitch)];
        for (var i = 0; i < found.Count; i++)
        {
            ways[found[i].Layer].Add(_plan.Sockets[found[i].Socket].Net, found[i].Access.Leg.AsMemory(), i);
        }

        return [.. found.Select((leg, i) => Describe(leg, i, ways[leg.Layer]))];
    }

    /// <summary>The socket's own layer, and the other one where a via is reserved for it or the module's pad goes through the board.</summary>
    private static IEnumerable<CopperLayer> LayersOf(PlannedSocket socket, IEnumerable<Obstacle> copper)
    {
        yield return socket.Layer;
        var other = socket.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front;
        if (socket.Via || copper.Any(obstacle => obstacle.Layers == other.Mask() && obstacle.Net == socket.Net && Shapes.Contains(obstacle.Shape, socket.At)))
        {
            yield return other;
        }
    }

    private Leg Describe(CarriedLeg leg, int index, WayIndex ways)
    {
        var socket = _plan.Sockets[leg.Socket];

        // A socket on a node keeps others away from there, even where its leg is but a point.
        var stamp = LegStamp.Of(_grid, leg.Access.Leg is [var only] ? [only, only] : leg.Access.Leg.AsSpan(), _plan.TrackPitch);
        var first = leg.Layer * _grid.Count;
        var via = socket.Via && leg.Layer != (int)socket.Layer;
        return new(
            index,
            board.FirstSocket + leg.Socket,
            first + leg.Access.Node,
            leg.Access,
            (int)(leg.Access.Length * PathCost.Straight / _grid.Pitch) + (via ? TreeCost.Via(_plan) : 0),
            [.. stamp.Nodes.Select(node => first + node)],
            [.. stamp.Edges.Select(edge => board.EdgeBesideLeg(first + edge.Node, edge.Direction))],
            [.. _grid.NodesNear(leg.Access.Leg.AsSpan(), board.Stencil.ViaToTrack)],
            [.. ways.TooNear(socket.Net, leg.Access.Leg.AsMemory()).Distinct()],
            via);
    }
}
