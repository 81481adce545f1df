using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>A way from a socket onto the grid: a leg of one or two straight or diagonal pieces.</summary>
/// <param name="Node">The grid node where the leg ends.</param>
/// <param name="Leg">From the socket's start to the node, both included.</param>
/// <param name="Direction">Direction of the leg's last piece; -1 where it has none (the socket stands on the node).</param>
/// <param name="Length">Nanometres.</param>
internal sealed record SocketAccess(int Node, ImmutableArray<Point> Leg, int Direction, double Length);

/// <summary>Finds the legs of sockets, by exact checks against the obstacles.</summary>
/// <param name="index">Of the plan's obstacles.</param>
internal sealed class SocketAccessFinder(RoutingPlan plan, RoutingGrid grid, ObstacleIndex index)
{
    private const int MaxAccesses = 12;

    private readonly ILookup<int, Shape> _zones = plan.ZonesByModule();

    /// <summary>The clear ways out on a layer, shortest first; none where the socket is walled in.</summary>
    /// <param name="map">The layer's static map.</param>
    public ImmutableArray<SocketAccess> Find(CopperLayer layer, CopperMap map, PlannedSocket socket)
    {
        var (zones, isInside) = ZonesAbout(socket);
        for (var span = isInside ? 4 : 2; span <= 32; span *= 2)
        {
            var found = Within(layer, map, socket, zones, span);
            if (found.Length > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>A leg that is given, where it keeps every distance as one that is found does; else null.</summary>
    /// <param name="leg">From the socket's start to a node.</param>
    public SocketAccess? Check(CopperLayer layer, PlannedSocket socket, ImmutableArray<Point> leg) => IsClear(layer, socket, ZonesAbout(socket).Zones, leg.AsSpan())
        ? new(grid.NodeAt(leg[^1]), leg, LastDirection(leg.AsSpan()), Polyline.Length(leg.AsSpan()))
        : null;

    /// <summary>The zones that a socket's legs keep clear of, those of its module; none where it is inside one.</summary>
    private (Shape[] Zones, bool IsInside) ZonesAbout(PlannedSocket socket)
    {
        var isInside = _zones[socket.Module].Any(zone => KeepOut.IsInside(zone, socket.Start));
        return (isInside ? [] : [.. _zones[socket.Module]], isInside);
    }

    private ImmutableArray<SocketAccess> Within(CopperLayer layer, CopperMap map, PlannedSocket socket, Shape[] zones, int span)
    {
        var reach = span * grid.Pitch;
        var onGrid = grid.IsOnGrid(socket.Start);
        var found = new List<Way>();
        Span<Point> leg = stackalloc Point[3];
        for (var row = grid.RowAtOrAfter(socket.Start.Y - reach); row <= grid.RowAtOrBefore(socket.Start.Y + reach); row++)
        {
            for (var column = grid.ColumnAtOrAfter(socket.Start.X - reach); column <= grid.ColumnAtOrBefore(socket.Start.X + reach); column++)
            {
                var node = grid.Node(column, row);
                if (map.IsForeign(node, (ushort)socket.Net))
                {
                    continue;
                }

                for (var nth = 0; Lay(socket.Start, grid.At(node), onGrid, nth, leg) is > 0 and var points; nth++)
                {
                    if (IsClear(layer, socket, zones, leg[..points]))
                    {
                        found.Add(new(node, nth, LastDirection(leg[..points]), Polyline.Length(leg[..points])));
                        break;
                    }
                }
            }
        }

        return Shortest(socket.Start, onGrid, found);
    }

    private ImmutableArray<SocketAccess> Shortest(Point start, bool onGrid, List<Way> ways)
    {
        ways.Sort();
        var shortest = ImmutableArray.CreateBuilder<SocketAccess>(Math.Min(ways.Count, MaxAccesses));
        var seen = 0;
        foreach (var way in ways)
        {
            // On the grid, a longer leg in the same direction is the same way.
            var direction = 1 << (way.Direction + 1);
            if (shortest.Count < MaxAccesses && (!onGrid || (seen & direction) == 0))
            {
                seen |= direction;
                shortest.Add(Access(start, onGrid, way));
            }
        }

        return shortest.DrainToImmutable();
    }

    private SocketAccess Access(Point start, bool onGrid, Way way)
    {
        Span<Point> leg = stackalloc Point[3];
        var points = Lay(start, grid.At(way.Node), onGrid, way.Nth, leg);
        return new(way.Node, [.. leg[..points]], way.Direction, way.Length);
    }

    /// <summary>Octilinear legs from a point to a node: one piece where it lines up, else straight then diagonal or the reverse.</summary>
    /// <param name="nth">Which of the ways, from 0.</param>
    /// <param name="leg">Takes the points.</param>
    /// <returns>The number of points; 0 where there is no such way.</returns>
    private static int Lay(Point from, Point to, bool onGrid, int nth, Span<Point> leg)
    {
        long dx = to.X - from.X, dy = to.Y - from.Y;
        leg[0] = from;
        if (dx == 0 || dy == 0 || Math.Abs(dx) == Math.Abs(dy))
        {
            leg[1] = to;
            return nth > 0 ? 0 : dx == 0 && dy == 0 ? 1 : 2;
        }

        var diagonal = Math.Min(Math.Abs(dx), Math.Abs(dy));
        var step = new Point(Math.Sign(dx) * diagonal, Math.Sign(dy) * diagonal);
        leg[1] = nth == 0 ? to - step : from + step;
        leg[2] = to;
        return onGrid || nth > 1 ? 0 : 3;
    }

    private bool IsClear(CopperLayer layer, PlannedSocket socket, Shape[] zones, ReadOnlySpan<Point> leg)
    {
        if (EntersKeepOut(leg))
        {
            return false;
        }

        for (var i = 1; i < leg.Length; i++)
        {
            if (!index.IsClear(layer, leg[i - 1], leg[i], plan.Rules.TrackWidth / 2, socket.Net, socket.Module, plan.Rules))
            {
                return false;
            }

            // A leg from a zone's border leads away from it and turns only when it is out.
            foreach (var zone in zones)
            {
                if (KeepOut.Enters(zone, leg[i - 1], leg[i])
                    || (i < leg.Length - 1 && Shapes.DistanceToPoint(zone, leg[i]) < plan.Rules.TrackWidth / 2.0 - 0.5))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Nodes lie clear of the edge, but a leg might turn too near to it, or begin in its keep-out; where its module alone decides, it may begin anywhere.</summary>
    private bool EntersKeepOut(ReadOnlySpan<Point> leg)
    {
        var least = plan.Rules.RoutedEdgeClearance + plan.Rules.TrackWidth / 2.0 - 0.5;
        foreach (var p in leg[(plan.Rules.EdgeKeepOut > 0 ? 0 : 1)..])
        {
            if (EdgeDistance.OfCopper(plan.Outline, p) < least)
            {
                return true;
            }
        }

        return false;
    }

    private static int LastDirection(ReadOnlySpan<Point> leg) => leg.Length < 2
        ? -1
        : Array.IndexOf(RoutingGrid.Steps, (Math.Sign(leg[^1].X - leg[^2].X), Math.Sign(leg[^1].Y - leg[^2].Y)));

    /// <summary>A clear way to a node: which of those that <see cref="Lay"/> knows. Few are kept, and only those become legs.</summary>
    private readonly record struct Way(int Node, int Nth, int Direction, double Length) : IComparable<Way>
    {
        /// <summary>The shorter first.</summary>
        public int CompareTo(Way other) => Length != other.Length ? Length.CompareTo(other.Length) : Node.CompareTo(other.Node);
    }
}
