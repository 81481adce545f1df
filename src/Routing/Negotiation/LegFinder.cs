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
        var zones = _plan.ZonesByModule();
        var copper = _plan.Obstacles.Where(o => o.Kind == ObstacleKind.Copper).ToLookup(o => o.Module);
        var found = new List<FoundLeg>();
        for (var i = 0; i < _plan.Sockets.Length; i++)
        {
            var socket = _plan.Sockets[i];
            foreach (var layer in LayersOf(socket, copper[socket.Module]))
            {
                ImmutableArray<SocketAccess> accesses = settled.Contains(i)
                    ? []
                    : SocketAccessFinder.Find(_plan, _grid, layer, board.Maps[(int)layer], index, [.. zones[socket.Module]], socket.On(layer));
                var kept = old[(i, (int)layer)].ToList();
                found.AddRange(kept.Concat(accesses.ExceptBy(kept.Select(access => access.Node), access => access.Node)).Select(access => new FoundLeg(found.Count, i, (int)layer, access, Box.Around(access.Leg.AsSpan()))));
            }
        }

        var rivals = RivalsOf(found);
        return [.. found.Select((leg, i) => Describe(leg, rivals[i]))];
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

    private Leg Describe(FoundLeg leg, List<int> rivals)
    {
        var socket = _plan.Sockets[leg.Socket];

        // A socket on a node keeps others away from there, even where its leg is but a point.
        var stamp = LegStamp.Of(_grid, leg.Access.Leg is [var only] ? [only, only] : leg.Access.Leg, _plan.TrackPitch);
        var first = leg.Layer * _grid.Count;
        var via = socket.Via && leg.Layer != (int)socket.Layer;
        return new(
            leg.Index,
            board.FirstSocket + leg.Socket,
            first + leg.Access.Node,
            leg.Access,
            (int)(leg.Access.Length * PathCost.Straight / _grid.Pitch) + (via ? TreeCost.Via(_plan) : 0),
            [.. stamp.Nodes.Select(node => first + node)],
            [.. stamp.Edges.Select(edge => board.EdgeBesideLeg(first + edge.Node, edge.Direction))],
            Near(leg.Access.Leg, board.Stencil.ViaToTrack),
            [.. rivals],
            via);
    }

    private int[] Near(ImmutableArray<Point> leg, double reach)
    {
        var nodes = new List<int>();
        var box = Box.Around(leg.AsSpan()).Inflate((long)reach);
        for (var row = _grid.RowAtOrAfter(box.Bottom); row <= _grid.RowAtOrBefore(box.Top); row++)
        {
            for (var column = _grid.ColumnAtOrAfter(box.Left); column <= _grid.ColumnAtOrBefore(box.Right); column++)
            {
                var node = _grid.Node(column, row);
                var at = _grid.At(node);
                for (var i = 0; i < Pieces(leg); i++)
                {
                    var (a, b) = Piece(leg, i);
                    if (Segments.PointToSegment(at, a, b) < reach - 0.5)
                    {
                        nodes.Add(node);
                        break;
                    }
                }
            }
        }

        return [.. nodes];
    }

    /// <summary>For each leg the other nets' legs that come too near; legs are looked up in bins as wide as the longest leg reaches.</summary>
    private List<int>[] RivalsOf(List<FoundLeg> legs)
    {
        var size = _plan.TrackPitch + legs.Select(leg => Math.Max(leg.Box.Width, leg.Box.Height)).DefaultIfEmpty().Max();
        var bins = legs.ToLookup(leg => (leg.Layer, Bin(leg.Box.Left, size), Bin(leg.Box.Bottom, size)));
        return [.. legs.Select(leg => RivalsOf(leg, bins, size))];
    }

    private List<int> RivalsOf(FoundLeg leg, ILookup<(int, long, long), FoundLeg> bins, long size)
    {
        var rivals = new List<int>();
        var reach = leg.Box.Inflate(_plan.TrackPitch);
        for (var x = Bin(leg.Box.Left, size) - 1; x <= Bin(leg.Box.Left, size) + 1; x++)
        {
            for (var y = Bin(leg.Box.Bottom, size) - 1; y <= Bin(leg.Box.Bottom, size) + 1; y++)
            {
                foreach (var other in bins[(leg.Layer, x, y)])
                {
                    if (other.Socket != leg.Socket && _plan.Sockets[other.Socket].Net != _plan.Sockets[leg.Socket].Net
                        && other.Box.Intersects(reach) && AreNear(other.Access.Leg, leg.Access.Leg))
                    {
                        rivals.Add(other.Index);
                    }
                }
            }
        }

        return rivals;
    }

    private static long Bin(long value, long size) => (long)Math.Floor(value / (double)size);

    private bool AreNear(ImmutableArray<Point> a, ImmutableArray<Point> b)
    {
        for (var i = 0; i < Pieces(a); i++)
        {
            for (var j = 0; j < Pieces(b); j++)
            {
                Segment p = Piece(a, i), q = Piece(b, j);
                if (Segments.SegmentToSegment(p.A, p.B, q.A, q.B) < _plan.TrackPitch - 0.5)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A leg that is but a point has one piece, from the point to itself.</summary>
    private static int Pieces(ImmutableArray<Point> leg) => Math.Max(1, leg.Length - 1);

    private static Segment Piece(ImmutableArray<Point> leg, int index) => new(leg[index], leg[Math.Min(index + 1, leg.Length - 1)]);

    private readonly record struct Segment(Point A, Point B);

    private sealed record FoundLeg(int Index, int Socket, int Layer, SocketAccess Access, Box Box);
}
