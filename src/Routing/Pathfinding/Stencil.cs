using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// What copper on the grid takes from other nets on both layers, as index offsets: exact distances, worked out once a board.
/// </summary>
/// <remarks>
/// Two tracks keep their distance when every node of each lies outside the other's stamp: the least distance of two segments
/// that do not cross is reached at an end of one, every end is a node, and two that cross lie within each other's stamps
/// because the track pitch is at least 0.71 of the grid. A stamp holds the nodes within the pitch of a whole edge, so one
/// half of that is checked by who claims a node; the other (a foreign node beside the middle of my edge) can
/// only arise on diagonals, and <see cref="Beside"/> lists those nodes.
/// </remarks>
internal sealed class Stencil
{
    private readonly RoutingGrid _grid;

    public Stencil(RoutingPlan plan, RoutingGrid grid)
    {
        _grid = grid;
        var rules = plan.Rules;
        ViaToTrack = rules.ViaToTrack;
        Node = Around(plan.TrackPitch);
        Via = Around(ViaToTrack);
        ViaToVia = Around(rules.ViaToVia);
        HoleToHole = [.. Around(rules.DrillToDrill).Where(offset => offset != 0)];
        HoleToHoleSteps = 3 * (int)(rules.DrillToDrill / grid.Pitch);
        Edge = Along(plan.TrackPitch);
        Beside = Between(plan.TrackPitch);
        EdgeToVia = Along(ViaToTrack);
        BesideVia = Between(ViaToTrack);
        EdgeAhead = Ahead(Edge);
        EdgeToViaAhead = Ahead(EdgeToVia);
    }

    /// <summary>Distance of a via's centre from the centre line of another net's track.</summary>
    public double ViaToTrack { get; }

    /// <summary>Nodes within the track pitch of the origin.</summary>
    public int[] Node { get; }

    /// <summary>For each direction: nodes within the track pitch of the edge that leaves the origin.</summary>
    public int[][] Edge { get; }

    /// <summary>For each direction: nodes nearer to the edge than the pitch although neither end is.</summary>
    public int[][] Beside { get; }

    /// <summary>Nodes that a foreign track may not use beside a via at the origin.</summary>
    public int[] Via { get; }

    /// <summary>Nodes where another net may have no via beside a via at the origin.</summary>
    public int[] ViaToVia { get; }

    /// <summary>Nodes where not even the own net may drill beside a via at the origin.</summary>
    public int[] HoleToHole { get; }

    /// <summary>Steps after which a path, which makes no acute angles, has left the nodes of <see cref="HoleToHole"/> behind.</summary>
    public int HoleToHoleSteps { get; }

    /// <summary>For each direction: nodes where another net may have no via beside the edge that leaves the origin.</summary>
    public int[][] EdgeToVia { get; }

    /// <summary>Of <see cref="Edge"/> the nodes that the edge straight behind does not take: all that one more step of a run takes.</summary>
    public int[][] EdgeAhead { get; }

    /// <summary>The same of <see cref="EdgeToVia"/>.</summary>
    public int[][] EdgeToViaAhead { get; }

    /// <summary>For each direction: nodes whose via would be too near to the edge although it is far enough from both ends.</summary>
    public int[][] BesideVia { get; }

    private int[] Around(double reach) => Offsets(reach, default, (p, _) => p.DistanceTo(default));

    private int[][] Along(double reach) => [.. RoutingGrid.Steps.Select(step => Offsets(reach, EndOf(step), (p, end) => Segments.PointToSegment(p, default, end)))];

    private int[][] Between(double reach) =>
    [
        .. RoutingGrid.Steps.Select(step => Offsets(reach, EndOf(step), (p, end) =>
            p.DistanceTo(default) >= reach - 0.5 && p.DistanceTo(end) >= reach - 0.5 ? Segments.PointToSegment(p, default, end) : double.MaxValue)),
    ];

    private int[][] Ahead(int[][] along) => [.. along.Select((offsets, direction) => offsets.Except(offsets.Select(offset => offset - _grid.Delta[direction])).ToArray())];

    private Point EndOf((int X, int Y) step) => new(step.X * _grid.Pitch, step.Y * _grid.Pitch);

    /// <summary>Nodes nearer than a reach, by their distance from copper that begins at the origin.</summary>
    /// <param name="end">Where it ends.</param>
    private int[] Offsets(double reach, Point end, Func<Point, Point, double> distance)
    {
        var span = (int)(reach / _grid.Pitch) + 2;
        var offsets = new List<int>();
        for (var y = -span; y <= span; y++)
        {
            for (var x = -span; x <= span; x++)
            {
                if (distance(new(x * _grid.Pitch, y * _grid.Pitch), end) < reach - 0.5)
                {
                    offsets.Add(y * _grid.Columns + x);
                }
            }
        }

        return [.. offsets];
    }
}
