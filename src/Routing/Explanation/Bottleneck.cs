using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>Why a socket's track comes no further.</summary>
internal enum BlockReason
{
    /// <summary>No track gets away from the socket.</summary>
    Walled,

    /// <summary>More nets must leave the region than its gaps hold: no router can do it.</summary>
    Gap,

    /// <summary>Every gap would do for itself, for tracks anywhere; named are those that hold too few on the board's grid, else the narrowest on the widest way out.</summary>
    Crowded,
}

/// <summary>Something that never moves while tracks are laid: a module, the board's edge or a mounting hole.</summary>
/// <param name="Module">Index of the module; -1 for the edge and for mounting holes.</param>
/// <param name="Shape">The part of it that counts; null for the board's edge.</param>
internal sealed record Blocker(int Module, Shape? Shape)
{
    public static readonly Blocker Edge = new(-1, null);

    /// <summary>True for the edge of the board.</summary>
    public bool IsEdge => Module < 0 && Shape is null;

    /// <summary>True for parts of the same thing.</summary>
    public bool IsSame(Blocker other) => Module >= 0 ? Module == other.Module : other.Module < 0 && Equals(Shape, other.Shape);

    /// <summary>Distance between two in nanometres, the second one moved.</summary>
    public double DistanceTo(Blocker other, Box board, Point move = default)
    {
        var motion = new Placement(move, 0);
        return (Shape, other.Shape) switch
        {
            ({ } a, { } b) => Shapes.Distance(a, b.Place(motion)),
            (null, { } b) => Margin(board, b.Place(motion).Bounds),
            ({ } a, null) => Margin(board, a.Bounds),
            _ => 0,
        };
    }

    /// <summary>Distance of their boxes from each other, or from the board's edge; nanometres.</summary>
    public double LeastDistanceTo(Blocker other, Box board) => (Shape, other.Shape) switch
    {
        ({ } a, { } b) => Math.Sqrt(Segments.BoxToBoxSquared(a.Bounds, b.Bounds)),
        (null, { } b) => Margin(board, b.Bounds),
        ({ } a, null) => Margin(board, a.Bounds),
        _ => 0,
    };

    private static double Margin(Box board, Box box) => Math.Max(
        0, Math.Min(Math.Min(box.Left - board.Left, board.Right - box.Right), Math.Min(box.Bottom - board.Bottom, board.Top - box.Top)));
}

/// <summary>A gap that tracks must pass.</summary>
/// <param name="Width">Distance between the two, nanometres.</param>
/// <param name="Fits">Tracks that pass, on all layers together.</param>
/// <param name="Layers">Layers on which it is open, at least 1.</param>
internal sealed record Gap(Blocker A, Blocker B, double Width, int Fits, int Layers)
{
    /// <summary>True for gaps between the same two things.</summary>
    public bool IsSame(Gap other) => (A.IsSame(other.A) && B.IsSame(other.B)) || (A.IsSame(other.B) && B.IsSame(other.A));
}

/// <summary>What bars a socket from its net.</summary>
/// <param name="Gaps">The gaps of the region that the socket stands in, the widest first.</param>
/// <param name="Fits">Tracks that all gaps hold together.</param>
/// <param name="Nets">Nets that must pass, the socket's own among them.</param>
internal sealed record Bottleneck(BlockReason Reason, ImmutableArray<Gap> Gaps, int Fits, ImmutableArray<string> Nets)
{
    public int Needed => Nets.Length;

    /// <summary>Of a walled socket: nets of the pads beside it that a track would have to get past.</summary>
    public ImmutableArray<string> Neighbours { get; init; } = [];

    /// <summary>As one net meets it, which is not in its own way.</summary>
    public Bottleneck For(string net) => this with { Neighbours = Neighbours.Remove(net) };

    /// <summary>True where a module alone is in the way of its socket: to move it helps nobody.</summary>
    public bool IsWithinModule => Gaps is [var gap, ..] && gap.A.Module >= 0 && gap.A.Module == gap.B.Module;

    /// <summary>True where both are the same gaps, perhaps seen from either side.</summary>
    public bool IsSame(Bottleneck other) => Reason == other.Reason && Gaps.Length > 0 && Gaps.Length == other.Gaps.Length
        && Gaps.All(gap => other.Gaps.Any(gap.IsSame));
}
