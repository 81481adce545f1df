using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// The nodes that copper on the grid takes from other nets, as index offsets: exact distances, worked out once a board.
/// </summary>
/// <remarks>
/// Two tracks keep their distance when every node of each lies outside the other's stamp: the least distance of two segments
/// that do not cross is reached at an end of one, every end is a node, and two that cross lie within each other's stamps
/// because the track pitch is at least 0.71 of the grid. A stamp holds the nodes within the pitch of a whole edge, so one
/// half of that is checked by <see cref="CopperMap.Owner"/>; the other (a foreign node beside the middle of my edge) can
/// only arise on diagonals, and <see cref="Beside"/> lists those nodes.
/// </remarks>
internal sealed class Stencil
{
    private Stencil(int[][] edge, int[][] beside, int[] via) => (Edge, Beside, Via) = (edge, beside, via);

    /// <summary>For each direction: nodes within the track pitch of the edge that leaves the origin.</summary>
    public int[][] Edge { get; }

    /// <summary>For each direction: nodes nearer to the edge than the pitch although neither end is.</summary>
    public int[][] Beside { get; }

    /// <summary>Nodes that a foreign track may not use beside a via at the origin.</summary>
    public int[] Via { get; }

    public static Stencil For(RoutingPlan plan, RoutingGrid grid)
    {
        double pitch = plan.TrackPitch;
        var edge = new int[8][];
        var beside = new int[8][];
        for (var direction = 0; direction < 8; direction++)
        {
            var (x, y) = RoutingGrid.Steps[direction];
            var end = new Point(x * grid.Pitch, y * grid.Pitch);
            edge[direction] = Offsets(grid, pitch, p => Segments.PointToSegment(p, default, end));
            beside[direction] = Offsets(
                grid,
                pitch,
                p => p.DistanceTo(default) >= pitch - 0.5 && p.DistanceTo(end) >= pitch - 0.5 ? Segments.PointToSegment(p, default, end) : double.MaxValue);
        }

        var viaDistance = plan.Rules.ViaToTrack;
        var via = Offsets(grid, viaDistance, p => p.DistanceTo(default));
        return new(edge, beside, via);
    }

    /// <summary>Index offsets of the nodes nearer than a reach, by their distance from the origin's copper.</summary>
    public static int[] Offsets(RoutingGrid grid, double reach, Func<Point, double> distance)
    {
        var span = Span(grid, reach);
        var offsets = new List<int>();
        for (var y = -span; y <= span; y++)
        {
            for (var x = -span; x <= span; x++)
            {
                if (distance(new(x * grid.Pitch, y * grid.Pitch)) < reach - 0.5)
                {
                    offsets.Add(y * grid.Columns + x);
                }
            }
        }

        return [.. offsets];
    }

    private static int Span(RoutingGrid grid, double reach) => (int)(reach / grid.Pitch) + 2;
}
