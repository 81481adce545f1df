using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>Names what walls a socket in: things beside its module, and pads of whatever module that a track would have to get past.</summary>
/// <param name="isInDoubt">Sockets that may be walled in: the others are known to have a track that gets away.</param>
internal sealed class WallFinder(FreeSpace space, BlockerFinder blockers, Func<PlannedSocket, bool> isInDoubt)
{
    /// <summary>Places of a wall that are looked at: it has thousands, and few things make it.</summary>
    private const int MostPlaces = 96;

    private readonly SocketEscape _escape = new(space.Plan, new(space.Plan.Obstacles));

    /// <summary>Why no track gets away from the socket; null where one may.</summary>
    public Bottleneck? Find(PlannedSocket socket)
    {
        var net = space.Original.Sockets.Where(other => other.Net == socket.Net).ToList();
        if (_escape.GetsAway(net.Find(other => other.Id == socket.Id)!) || !_escape.Walled(net, isInDoubt).Contains(socket.Id))
        {
            return null;
        }

        var walls = Walls(socket).Distinct().ToList();
        var outer = walls.Where(wall => wall.Module != socket.Module).ToList();
        var gaps = outer.Count > 0 ? Outer(socket, outer) : Inner(socket, walls);
        var neighbours = walls.Select(wall => NetOf(wall)).Where(net => net > 0 && net != socket.Net).Distinct().Select(net => space.Plan.Net(net).Name);
        return new(BlockReason.Walled, gaps, 0, [space.Plan.Net(socket.Net).Name]) { Neighbours = [.. neighbours.Order(StringComparer.Ordinal)] };
    }

    private IEnumerable<Blocker> Walls(PlannedSocket socket)
    {
        var places = _escape.Walls(socket);
        var step = Math.Max(1, (places.Length + MostPlaces - 1) / MostPlaces);
        for (var i = 0; i < places.Length; i += step)
        {
            yield return blockers.Nearest(places[i].Layer, places[i].At, obstacle =>
                (obstacle.Net == 0 || obstacle.Net != socket.Net) && !(obstacle.Module == socket.Module && obstacle.Kind == ObstacleKind.Zone));
        }
    }

    /// <summary>The gaps between the socket's module and the things beside it, the narrowest first.</summary>
    private ImmutableArray<Gap> Outer(PlannedSocket socket, List<Blocker> outer)
    {
        var own = NearestZone(socket.Module, socket.At) ?? new Blocker(socket.Module, new Capsule(socket.At, socket.At, 0));
        return
        [
            .. outer
                .Select(other => Whole(other, socket.At))
                .Select(other => new Gap(own, other, own.DistanceTo(other, space.Plan.Outline.Bounds), 0, 1))
                .GroupBy(gap => outer.FindIndex(gap.B.IsSame))
                .Select(same => same.MinBy(gap => gap.Width)!)
                .OrderBy(gap => gap.Width)
                .Take(GapFinder.MostGaps),
        ];
    }

    /// <summary>Of a socket that its own module walls in: how near the nearest of its copper is, of a pad its socket.</summary>
    private ImmutableArray<Gap> Inner(PlannedSocket socket, List<Blocker> walls)
    {
        var at = new Blocker(socket.Module, new Capsule(socket.At, socket.At, 0));
        return
        [
            .. walls
                .Where(wall => wall.Shape is not null)
                .Select(wall => new Gap(at, wall, Away(socket, wall), 0, 1))
                .OrderBy(gap => gap.Width)
                .Take(1),
        ];
    }

    private double Away(PlannedSocket socket, Blocker wall)
    {
        var net = NetOf(wall);
        var pads = space.Plan.Sockets.Where(other => other.Net == net && other.Module == wall.Module && Shapes.Contains(wall.Shape!, other.At)).ToList();
        return pads.Count > 0 ? pads.Min(pad => pad.At.DistanceTo(socket.At)) : Shapes.DistanceToPoint(wall.Shape!, socket.At);
    }

    /// <summary>What a person sees of a wall: of a pad at a zone's border the module.</summary>
    private Blocker Whole(Blocker wall, Point near) =>
        wall is { Module: >= 0, Shape: { } shape } && NearestZone(wall.Module, near) is { Shape: { } zone } module && Shapes.Distance(zone, shape, 1) == 0 ? module : wall;

    private Blocker? NearestZone(int module, Point to) => space.Plan.Obstacles
        .Where(obstacle => obstacle.Module == module && obstacle.Kind == ObstacleKind.Zone)
        .OrderBy(zone => Shapes.DistanceToPoint(zone.Shape, to))
        .Select(zone => new Blocker(module, zone.Shape))
        .FirstOrDefault();

    private int NetOf(Blocker blocker) =>
        space.Plan.Obstacles.FirstOrDefault(obstacle => obstacle.Kind == ObstacleKind.Copper && ReferenceEquals(obstacle.Shape, blocker.Shape))?.Net ?? 0;
}
