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

    public ImmutableArray<Leg> Find()
    {
        var zones = _plan.Obstacles.Where(o => o.Kind == ObstacleKind.Zone).ToLookup(o => o.Module, o => o.Shape);
        var found = new List<(int Socket, int Layer, SocketAccess Access)>();
        for (var i = 0; i < _plan.Sockets.Length; i++)
        {
            var socket = _plan.Sockets[i];
            foreach (var layer in LayersOf(socket))
            {
                var accesses = SocketAccessFinder.Find(_plan, _grid, layer, board.Maps[(int)layer], index, [.. zones[socket.Module]], socket);
                found.AddRange(accesses.Select(access => (i, (int)layer, access)));
            }
        }

        return [.. found.Select((leg, i) => Describe(i, leg.Socket, leg.Layer, leg.Access, Rivals(found, leg)))];
    }

    /// <summary>The socket's own layer, and the other one where the module's pad goes through the board.</summary>
    private IEnumerable<CopperLayer> LayersOf(PlannedSocket socket)
    {
        yield return socket.Layer;
        var other = socket.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front;
        if (_plan.Obstacles.Any(obstacle => obstacle.Kind == ObstacleKind.Copper
            && obstacle.Layers == other.Mask() && obstacle.Net == socket.Net && obstacle.Module == socket.Module && Shapes.Contains(obstacle.Shape, socket.At)))
        {
            yield return other;
        }
    }

    private Leg Describe(int index, int socket, int layer, SocketAccess access, int[] rivals)
    {
        // Off the grid a foreign edge may bulge between its nodes.
        double pitch = _plan.TrackPitch;
        var onGrid = access.Leg.All(_grid.IsOnGrid);
        var reach = onGrid ? pitch : Math.Sqrt(pitch * pitch + _grid.Pitch * _grid.Pitch / 2.0);
        var toVia = board.Stencil.ViaToTrack;
        return new(
            index,
            board.FirstSocket + socket,
            layer * _grid.Count + access.Node,
            access,
            (int)(access.Length * PathCost.Straight / _grid.Pitch),
            [.. Near(access.Leg, reach).Select(node => layer * _grid.Count + node)],
            Near(access.Leg, toVia),
            rivals);
    }

    private int[] Near(ImmutableArray<Point> leg, double reach)
    {
        var nodes = new List<int>();
        var box = Box.Around(leg).Inflate((long)reach);
        for (var row = _grid.RowAtOrAfter(box.Bottom); row <= _grid.RowAtOrBefore(box.Top); row++)
        {
            for (var column = _grid.ColumnAtOrAfter(box.Left); column <= _grid.ColumnAtOrBefore(box.Right); column++)
            {
                var node = _grid.Node(column, row);
                var at = _grid.At(node);
                if (Pieces(leg).Any(piece => Segments.PointToSegment(at, piece.A, piece.B) < reach - 0.5))
                {
                    nodes.Add(node);
                }
            }
        }

        return [.. nodes];
    }

    private int[] Rivals(List<(int Socket, int Layer, SocketAccess Access)> all, (int Socket, int Layer, SocketAccess Access) leg)
    {
        var reach = Box.Around(leg.Access.Leg).Inflate(_plan.TrackPitch);
        var rivals = new List<int>();
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Layer == leg.Layer && _plan.Sockets[all[i].Socket].Net != _plan.Sockets[leg.Socket].Net
                && Box.Around(all[i].Access.Leg).Intersects(reach) && AreNear(all[i].Access.Leg, leg.Access.Leg))
            {
                rivals.Add(i);
            }
        }

        return [.. rivals];
    }

    private bool AreNear(ImmutableArray<Point> a, ImmutableArray<Point> b) =>
        Pieces(a).Any(p => Pieces(b).Any(q => Segments.SegmentToSegment(p.A, p.B, q.A, q.B) < _plan.TrackPitch - 0.5));

    private static IEnumerable<(Point A, Point B)> Pieces(ImmutableArray<Point> leg)
    {
        if (leg.Length == 1)
        {
            yield return (leg[0], leg[0]);
        }

        for (var i = 1; i < leg.Length; i++)
        {
            yield return (leg[i - 1], leg[i]);
        }
    }
}
