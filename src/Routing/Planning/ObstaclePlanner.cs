using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>Collects what tracks must avoid: zones, mounting holes, what lies beyond a free outline, and the modules' own copper and holes as far as it can be met.</summary>
internal static class ObstaclePlanner
{
    public static ImmutableArray<Obstacle> Collect(PlacedBoard board, Func<string, int> netId)
    {
        var obstacles = ImmutableArray.CreateBuilder<Obstacle>();
        foreach (var zone in board.Zones)
        {
            obstacles.Add(new(ObstacleKind.Zone, Layers.Both, 0, zone.Module, new Polygon(zone.Corners.Items)));
        }

        // Every socket has copper at least as large as the track that will end there, whether the module draws it or not.
        var half = board.Rules.TrackWidth / 2;
        foreach (var socket in board.Sockets)
        {
            var layers = socket.Layer?.Mask() ?? Layers.Both;
            obstacles.Add(new(ObstacleKind.Copper, layers, netId(socket.Net), socket.Module, new Capsule(socket.At, socket.At, half)));
        }

        var sockets = board.Sockets.ToLookup(socket => socket.Module);
        foreach (var module in board.Modules)
        {
            var nets = sockets[module.Index].ToDictionary(socket => socket.At, socket => netId(socket.Net));
            AddCopper(obstacles, module, nets);
            AddHoles(obstacles, module, nets);
        }

        foreach (var hole in board.MountingHoles)
        {
            obstacles.Add(new(ObstacleKind.Zone, Layers.Both, 0, -1, new Capsule(hole.At, hole.At, hole.KeepOut / 2)));
            obstacles.Add(new(ObstacleKind.Hole, Layers.Both, 0, -1, new Capsule(hole.At, hole.At, hole.Diameter / 2)));
        }

        obstacles.AddRange(BeyondOutline.Of(board.Project.Board, board.Rules));
        return obstacles.ToImmutable();
    }

    private static void AddCopper(ImmutableArray<Obstacle>.Builder obstacles, PlacedModule module, Dictionary<Point, int> nets)
    {
        var placement = module.Instance.Placement;
        foreach (var (layer, shape, socket) in module.Package.Copper.Reachable)
        {
            var net = socket < 0 ? 0 : nets.GetValueOrDefault(placement.Apply(module.Package.Sockets[socket].At));
            obstacles.Add(new(ObstacleKind.Copper, layer.Mask(), net, module.Index, shape.Place(placement)));
        }
    }

    /// <summary>A hole that a socket stands in, as in the pad of a pin header, is no obstacle to the socket's own net.</summary>
    private static void AddHoles(ImmutableArray<Obstacle>.Builder obstacles, PlacedModule module, Dictionary<Point, int> nets)
    {
        foreach (var hole in module.Package.Copper.Holes)
        {
            var shape = hole.Place(module.Instance.Placement);
            var net = nets.FirstOrDefault(socket => Shapes.Contains(shape, socket.Key)).Value;
            obstacles.Add(new(ObstacleKind.Hole, Layers.Both, net, module.Index, shape));
        }
    }
}
