using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>What copper on the grid takes from other nets on both layers, as index offsets. Adds vias to <see cref="Stencil"/>.</summary>
internal sealed class TreeStencil
{
    public TreeStencil(RoutingPlan plan, RoutingGrid grid, Stencil stencil)
    {
        var rules = plan.Rules;
        double pitch = plan.TrackPitch;
        ViaToTrack = rules.ViaToTrack;
        Edge = stencil.Edge;
        Beside = stencil.Beside;
        Node = Stencil.Offsets(grid, pitch, p => p.DistanceTo(default));
        Via = stencil.Via;
        ViaToVia = Stencil.Offsets(grid, rules.ViaToVia, p => p.DistanceTo(default));
        HoleToHole = [.. Stencil.Offsets(grid, rules.DrillToDrill, p => p.DistanceTo(default)).Where(offset => offset != 0)];
        HoleToHoleSteps = 3 * (int)(rules.DrillToDrill / grid.Pitch);
        EdgeToVia = new int[8][];
        BesideVia = new int[8][];
        for (var direction = 0; direction < 8; direction++)
        {
            var (x, y) = RoutingGrid.Steps[direction];
            var end = new Point(x * grid.Pitch, y * grid.Pitch);
            EdgeToVia[direction] = Stencil.Offsets(grid, ViaToTrack, p => Segments.PointToSegment(p, default, end));
            BesideVia[direction] = Stencil.Offsets(grid, ViaToTrack, p => IsBeside(p, end) ? Segments.PointToSegment(p, default, end) : double.MaxValue);
        }
    }

    /// <summary>Distance of a via's centre from the centre line of another net's track.</summary>
    public double ViaToTrack { get; }

    /// <inheritdoc cref="Stencil.Edge"/>
    public int[][] Edge { get; }

    /// <inheritdoc cref="Stencil.Beside"/>
    public int[][] Beside { get; }

    /// <summary>Nodes within the track pitch of the origin.</summary>
    public int[] Node { get; }

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

    /// <summary>For each direction: nodes whose via would be too near to the edge although it is far enough from both ends.</summary>
    public int[][] BesideVia { get; }

    private bool IsBeside(Point p, Point end) => p.DistanceTo(default) >= ViaToTrack - 0.5 && p.DistanceTo(end) >= ViaToTrack - 0.5;
}
