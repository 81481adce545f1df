using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>What a board tells the floods about its sockets: where its obstacles leave room for a track or a via.</summary>
internal sealed class EscapeBoard(RoutingPlan plan, ObstacleIndex index)
{
    /// <summary>Nodes that a leg from a socket onto the grid passes at most.</summary>
    private const long NodesALeg = 32;

    private readonly ILookup<int, Shape> _zones = plan.ZonesByModule();
    private readonly long _edge = plan.Rules.RoutedEdgeClearance + plan.Rules.TrackWidth / 2;

    private EscapeCells? _cells;

    public RoutingPlan Plan => plan;

    /// <summary>A leg from a socket onto the grid is no longer, nanometres.</summary>
    public long LongestLeg { get; } = NodesALeg * plan.Lattice.Pitch;

    /// <summary>Small cells that floods may still look at, all together.</summary>
    public int SmallCells { get; set; } = 60_000;

    /// <summary>Cells that a flood knows nothing of yet.</summary>
    /// <param name="reach">How far it goes, nanometres.</param>
    /// <param name="cell">Of a whole cell the side.</param>
    public EscapeCells Cells(long reach, long cell)
    {
        _cells ??= new((int)(reach / cell) + 2);
        _cells.Clear();
        return _cells;
    }

    public Shape[] ZonesOf(int module) => [.. _zones[module]];

    /// <summary>True where a track's centre line can be, nearer to other things than the rules say by the slack.</summary>
    /// <param name="module">Whose zones do not count; -1 for none's.</param>
    public bool HoldsTrack(CopperLayer layer, Point at, long slack, int net, int module) =>
        IsOnBoard(at, slack) && IsClear(layer, at, at, plan.Rules.TrackWidth / 2 - slack, net, module);

    /// <summary>True where copper along a segment keeps every distance but that from the edge; see <see cref="ObstacleIndex"/>.</summary>
    public bool IsClear(CopperLayer layer, Point a, Point b, long radius, int net, int module) => index.IsClear(layer, a, b, radius, net, module, plan.Rules);

    /// <summary>True where a via can stand, nearer than the rules say by the slack; its hole's distance from other holes is not looked at.</summary>
    public bool HoldsVia(Point at, long slack, int net)
    {
        var radius = plan.Rules.ViaDiameter / 2 - slack;
        return EdgeDistance.OfCopper(plan.Outline, at) >= plan.Rules.RoutedEdgeClearance + radius
            && IsClear(CopperLayer.Front, at, at, radius, net, -1)
            && IsClear(CopperLayer.Back, at, at, radius, net, -1);
    }

    public bool IsOnBoard(Point at, long slack) => EdgeDistance.OfCopper(plan.Outline, at) >= _edge - slack - 0.5;
}
