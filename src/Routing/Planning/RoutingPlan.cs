using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>
/// Everything that routing needs to know of a board, and nothing else: pure geometry with numbered nets. Ids of nets
/// start at 1; 0 stands for copper that belongs to no net.
/// </summary>
/// <param name="Sockets">Sockets that must be routed, in order of their board ids.</param>
/// <param name="Batches">Groups of modules whose sockets are routed together, left side first.</param>
internal sealed record RoutingPlan(
    BoardOutline Outline,
    DesignRules Rules,
    RoutingLattice Lattice,
    ImmutableArray<PlannedNet> Nets,
    ImmutableArray<PlannedSocket> Sockets,
    ImmutableArray<Obstacle> Obstacles,
    ImmutableArray<PlannedBatch> Batches,
    ImmutableArray<string> Reasoning)
{
    /// <summary>Ids of sockets that were proved to be impossible to join: they are not among <see cref="Sockets"/>, nor is the last one of a net.</summary>
    public ImmutableArray<int> LeftOut { get; init; } = [];

    /// <summary>Memory that routing may take, megabytes; part of the plan, since a finer grid than it holds is not tried.</summary>
    public long MostMegabytes { get; init; } = GridPitch.MostMegabytes;

    /// <summary>Nodes on a layer of the finest grid that is tried.</summary>
    public int MostNodes => GridPitch.NodesIn(MostMegabytes);

    /// <summary>Half of what two track centre lines must keep: track width plus clearance.</summary>
    public long TrackPitch => Rules.TrackWidth + Rules.Clearance;

    /// <summary>True where a net class asks for another topology or more clearance than the board's other nets have.</summary>
    public bool HasNetsApart =>
        !Rules.NetClasses.IsEmpty && Nets.Any(net => Rules.TopologyOf(net.Name) != Rules.Topology || Rules.ClearanceOf(net.Name) != Rules.Clearance);

    /// <summary>
    /// True where batches are not routed for themselves first: nets that are trees, or not all alike, and boards of so many sockets that batches are
    /// no help.
    /// </summary>
    public bool IsRoutedWhole => Rules.Topology == Topology.Tree || HasNetsApart || Sockets.Length >= Options.SocketsToStayCoarse;

    /// <summary>What steers the router beside the rules. Not part of the plan's bytes.</summary>
    public RoutingOptions Options { get; init; } = RoutingOptions.Default;

    /// <summary>True where copper on the coarse graph is drawn tighter on the rules' grid in the end; else a board that the coarse graph completes stays on its lines.</summary>
    public bool IsPolished => Rules.Compact ?? (Sockets.Length < Options.SocketsToStayCoarse);

    /// <summary>True where copper that is on the rules' grid is drawn tighter there, however many sockets it joins: to come there is what takes long.</summary>
    public bool IsTightened => Rules.Compact ?? true;

    public PlannedNet Net(int id) => Nets[id - 1];

    /// <summary>The keep-out zones of every module.</summary>
    public ILookup<int, Shape> ZonesByModule() =>
        Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Zone).ToLookup(zone => zone.Module, zone => zone.Shape);

    public Side SideOf(PlannedSocket socket) => Net(socket.Net).Side;
}

/// <param name="BusX">Centre line of the net's bus, on the routing grid.</param>
internal sealed record PlannedNet(int Id, string Name, Side Side, long BusX)
{
    public CopperLayer TrackLayer => Side.TrackLayer();
}

/// <summary>A socket and the point where its track begins on the track layer of its side.</summary>
/// <param name="Id">The id of its <see cref="BoardSocket"/>.</param>
/// <param name="Module">Its module: sockets of one module are routed as a unit.</param>
/// <param name="Start">The socket itself, or the centre of its via.</param>
/// <param name="Via">A via joins the socket to the track layer; of a tree, it is only room that is kept.</param>
internal sealed record PlannedSocket(int Id, int Module, int Net, Point At, CopperLayer Layer, Point Start, bool Via)
{
    /// <summary>The socket for tracks on a layer: on its own they begin at the socket, on the other one where its via stands.</summary>
    public PlannedSocket On(CopperLayer layer) => layer == Layer ? this with { Start = At } : this;
}

[Flags]
internal enum Layers : byte
{
    None = 0,
    Front = 1,
    Back = 2,
    Both = 3,
}

internal enum ObstacleKind : byte
{
    /// <summary>Copper of a module or of a reserved via: others keep the clearance.</summary>
    Copper,

    /// <summary>A drilled hole: copper keeps the hole clearance on both layers.</summary>
    Hole,

    /// <summary>A keep-out zone: no copper inside.</summary>
    Zone,
}

/// <summary>Something tracks must stay away from.</summary>
/// <param name="Net">The net it belongs to, which need not keep away; 0 for none.</param>
/// <param name="Module">The module it belongs to; -1 for none, <see cref="BoardEdge"/> for what a free outline leaves no room for.</param>
internal sealed record Obstacle(ObstacleKind Kind, Layers Layers, int Net, int Module, Shape Shape)
{
    public const int BoardEdge = -2;

    /// <summary>A routed track's copper, piece by piece.</summary>
    public static IEnumerable<Obstacle> Of(Track track, int net) =>
        track.Pieces.Select(piece => new Obstacle(ObstacleKind.Copper, track.Layer.Mask(), net, -1, new Capsule(piece.A, piece.B, (track.Width + 1) / 2)));

    /// <summary>A routed via's copper.</summary>
    public static Obstacle PadOf(Via via, int net) => new(ObstacleKind.Copper, Layers.Both, net, -1, new Capsule(via.At, via.At, (via.Diameter + 1) / 2));

    /// <summary>A routed via's hole.</summary>
    public static Obstacle HoleOf(Via via, int net) => new(ObstacleKind.Hole, Layers.Both, net, -1, new Capsule(via.At, via.At, (via.Hole + 1) / 2));
}

/// <summary>Modules of one side that are routed together.</summary>
internal sealed record PlannedBatch(Side Side, int Index, ImmutableArray<int> Modules, ImmutableArray<int> Sockets);

internal static class Sides
{
    /// <summary>Left: tracks in front, buses at the back; right: the other way round (docs/architecture.md).</summary>
    public static CopperLayer TrackLayer(this Side side) => side == Side.Left ? CopperLayer.Front : CopperLayer.Back;

    public static CopperLayer BusLayer(this Side side) => side == Side.Left ? CopperLayer.Back : CopperLayer.Front;

    public static Layers Mask(this CopperLayer layer) => layer == CopperLayer.Front ? Layers.Front : Layers.Back;
}
