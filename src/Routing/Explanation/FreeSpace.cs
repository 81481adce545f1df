using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// What modules and the board's edge leave of both layers for tracks and vias, as if nothing were routed: a lattice as coarse as tracks lie,
/// so that every node holds one track.
/// </summary>
internal sealed class FreeSpace
{
    private const int MostNodes = 4_000_000;
    private const int MostOwnNodes = 1_000;

    private readonly CopperMap _vias;
    private readonly SocketAccessFinder _accesses;
    private readonly Dictionary<int, ImmutableArray<Stop>> _starts = [];

    public FreeSpace(RoutingPlan plan)
    {
        Original = plan;
        Plan = Coarse(TreePlan.Of(plan));
        Grid = new(Plan);
        Maps = [StaticMap.OfTracks(Plan, Grid, CopperLayer.Front, reserveBuses: false), StaticMap.OfTracks(Plan, Grid, CopperLayer.Back, reserveBuses: false)];
        _vias = StaticMap.OfVias(Plan, Grid, []);
        _accesses = new(Plan, Grid, new(Plan.Obstacles));
    }

    /// <summary>The plan as it is routed.</summary>
    public RoutingPlan Original { get; }

    /// <summary>A plan of trees on the lattice.</summary>
    public RoutingPlan Plan { get; }

    public RoutingGrid Grid { get; }

    private CopperMap[] Maps { get; }

    public bool IsFree(Stop stop) => Maps[stop.Layer].Owner[stop.Node] == 0;

    public bool CanChangeLayer(int node) => _vias.Owner[node] == 0 && IsFree(new(0, node)) && IsFree(new(1, node));

    /// <summary>
    /// True where a track can go on to the neighbour. Slanting steps count only where both upright ways round are shut: elsewhere tracks that
    /// step upright through different nodes are exactly those that keep their clearance.
    /// </summary>
    public bool CanStep(Stop from, int direction)
    {
        var map = Maps[from.Layer];
        var to = from.Node + Grid.Delta[direction];
        return map.Owner[to] == 0 && !map.IsEdgeClosed(from.Node, to, direction)
            && ((direction & 1) == 0 || (map.Owner[from.Node + Grid.Delta[direction - 1]] != 0 && map.Owner[from.Node + Grid.Delta[(direction + 1) & 7]] != 0));
    }

    /// <summary>The free nodes where a socket's track may begin; none where the socket is walled in.</summary>
    public ImmutableArray<Stop> Starts(PlannedSocket socket)
    {
        if (!_starts.TryGetValue(socket.Id, out var starts))
        {
            _starts[socket.Id] = starts = [.. Layers(socket).SelectMany(layer => Starts(socket, layer)).Distinct()];
        }

        return starts;
    }

    private IEnumerable<Stop> Starts(PlannedSocket socket, CopperLayer layer)
    {
        var map = Maps[(int)layer];
        var accesses = _accesses.Find(layer, map, socket);
        var queue = new Queue<int>(accesses.Select(access => access.Node));
        var seen = new HashSet<int>(queue);
        while (queue.TryDequeue(out var node))
        {
            if (map.Owner[node] == 0)
            {
                yield return new((int)layer, node);
                continue;
            }

            // Nodes beside the socket's own copper are its net's alone: its track leaves through them.
            foreach (var next in Grid.Delta.Select(delta => node + delta))
            {
                if (!map.IsForeign(next, (ushort)socket.Net) && seen.Count < MostOwnNodes && seen.Add(next))
                {
                    queue.Enqueue(next);
                }
            }
        }
    }

    /// <summary>The socket's own layer, and the other one where the module's pad goes through the board.</summary>
    private IEnumerable<CopperLayer> Layers(PlannedSocket socket)
    {
        yield return socket.Layer;
        var other = socket.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front;
        if (Plan.Obstacles.Any(obstacle => obstacle.Kind == ObstacleKind.Copper
            && obstacle.Layers == other.Mask() && obstacle.Net == socket.Net && obstacle.Module == socket.Module && Shapes.Contains(obstacle.Shape, socket.At)))
        {
            yield return other;
        }
    }

    private static RoutingPlan Coarse(RoutingPlan plan)
    {
        var pitch = Math.Max(plan.Lattice.Pitch, plan.TrackPitch);
        while (plan.Outline.Width / pitch * (plan.Outline.Height / pitch) > MostNodes)
        {
            pitch *= 2;
        }

        return pitch == plan.Lattice.Pitch ? plan : plan with { Lattice = plan.Lattice with { Pitch = pitch } };
    }
}
