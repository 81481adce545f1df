using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Projects;

/// <summary>Holes for screws in the board's four corners, not plated; nanometres.</summary>
/// <param name="KeepOut">Diameter of the disc about each hole that modules and copper stay out of: what a screw's head and a spacer cover.</param>
/// <param name="Inset">Distance of a hole's centre from both edges of its corner.</param>
public sealed record MountingHoles(long Diameter, long KeepOut, long Inset)
{
    /// <summary>The four holes of a board, in the corners of its bounds, counter-clockwise from the bottom left.</summary>
    public ImmutableArray<MountingHole> On(BoardOutline board)
    {
        var inner = board.Bounds.Inflate(-Inset);
        return
        [
            new("bottom-left", new(inner.Left, inner.Bottom), Diameter, KeepOut),
            new("bottom-right", new(inner.Right, inner.Bottom), Diameter, KeepOut),
            new("top-right", new(inner.Right, inner.Top), Diameter, KeepOut),
            new("top-left", new(inner.Left, inner.Top), Diameter, KeepOut),
        ];
    }

    /// <summary>How far the holes' walls lie inside the edge, whose corners may be rounded; negative where one breaks out. Nanometres.</summary>
    public double WallFromEdge(BoardOutline board) => On(board).Min(hole => EdgeDistance.Of(board, hole.At)) - Diameter / 2.0;
}

/// <param name="Name">Its corner: <c>bottom-left</c>.</param>
/// <param name="KeepOut">See <see cref="MountingHoles.KeepOut"/>.</param>
public sealed record MountingHole(string Name, Point At, long Diameter, long KeepOut);
