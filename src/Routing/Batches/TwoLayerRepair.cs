using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>Joins over two layers what one layer could not, one socket after the other in order of their ids.</summary>
internal static class TwoLayerRepair
{
    public static RoutedBoard Repair(
        RoutingPlan plan, RoutingGrid grid, Stencil stencil, ObstacleIndex obstacles, RoutingSide left, RoutingSide right, RoutedBoard routed, CancellationToken cancellationToken)
    {
        var copper = new BoardCopper(plan, grid, obstacles, routed);
        using var search = new TwoLayerSearch(plan, grid, stencil);
        var sides = new[] { left, right };
        var open = new SortedSet<int>(routed.Unconnected);
        for (var before = -1; before != open.Count;)
        {
            before = open.Count;
            foreach (var id in open.ToArray())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (open.Contains(id) && Join(plan, grid, search, copper, sides, open, id) is { } joined)
                {
                    open.ExceptWith(joined);
                }
            }
        }

        return new([.. copper.Tracks.Distinct()], [.. copper.Vias.Distinct()], [.. open]);
    }

    /// <summary>The sockets that are now joined, or null.</summary>
    private static int[]? Join(
        RoutingPlan plan, RoutingGrid grid, TwoLayerSearch search, BoardCopper copper, RoutingSide[] sides, SortedSet<int> open, int id)
    {
        var socket = plan.Sockets.First(candidate => candidate.Id == id);
        var side = sides[(int)plan.SideOf(socket)];
        var targets = new Dictionary<Stop, (PlannedSocket, SocketAccess)>();
        foreach (var other in side.Sockets.Where(other => other.Net == socket.Net && other.Id != id))
        {
            foreach (var access in side.Accesses(other.Id))
            {
                targets.TryAdd(new((int)side.Side.TrackLayer(), access.Node), (other, access));
            }
        }

        var path = search.Find(copper, socket, side.Accesses(id), targets);
        if (path is null)
        {
            return null;
        }

        var (tracks, vias) = Draw(plan, grid, socket, path);
        copper.Add(tracks, vias);
        return path.To is { } to && open.Contains(to.Socket.Id) ? [id, to.Socket.Id] : [id];
    }

    private static (List<Track> Tracks, List<Via> Vias) Draw(RoutingPlan plan, RoutingGrid grid, PlannedSocket socket, TwoLayerPath path)
    {
        var net = plan.Net(socket.Net).Name;
        var tracks = new List<Track>();
        var vias = new List<Via>();
        AddSocketVia(plan, socket, net, tracks, vias);
        var line = new List<Point>(path.From.Leg);
        for (var i = 0; i < path.Stops.Length; i++)
        {
            var at = grid.At(path.Stops[i].Node);
            if (i > 0 && path.Stops[i].Layer != path.Stops[i - 1].Layer)
            {
                Flush(plan, net, path.Stops[i - 1].Layer, line, tracks);
                vias.Add(new(net, at, plan.Rules.ViaDiameter, plan.Rules.ViaHole));
                line.Clear();
            }

            line.Add(at);
        }

        if (path.To is { } to)
        {
            line.AddRange(to.Access.Leg.Reverse());
            AddSocketVia(plan, to.Socket, net, tracks, vias);
        }

        Flush(plan, net, path.Stops[^1].Layer, line, tracks);
        return (tracks, vias);
    }

    private static void AddSocketVia(RoutingPlan plan, PlannedSocket socket, string net, List<Track> tracks, List<Via> vias)
    {
        if (!socket.Via)
        {
            return;
        }

        vias.Add(new(net, socket.Start, plan.Rules.ViaDiameter, plan.Rules.ViaHole));
        if (socket.Start != socket.At)
        {
            tracks.Add(new(net, TrackKind.Track, socket.Layer, plan.Rules.TrackWidth, [socket.At, socket.Start]));
        }
    }

    private static void Flush(RoutingPlan plan, string net, int layer, List<Point> line, List<Track> tracks)
    {
        var corners = Polyline.Corners(line);
        if (corners.Length > 1)
        {
            tracks.Add(new(net, TrackKind.Track, (CopperLayer)layer, plan.Rules.TrackWidth, new(corners)));
        }
    }
}
