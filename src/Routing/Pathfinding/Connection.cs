using System.Collections.Immutable;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>A socket's own track: from one of its accesses over grid nodes to its bus or to other copper of its net.</summary>
/// <param name="Socket">Id of the socket.</param>
/// <param name="Access">Index into the socket's accesses.</param>
/// <param name="Nodes">From the access's node to the node where the net is joined.</param>
/// <param name="BusVia">Ends with a via on the net's bus; else the last node lies on another track of the net.</param>
/// <param name="Cost">Cost of the path without its bus via, in <see cref="PathCost"/> units.</param>
internal sealed record Connection(int Socket, ushort Net, int Access, ImmutableArray<int> Nodes, bool BusVia, int Cost)
{
    public int Join => Nodes[^1];
}

/// <summary>What a path costs, in 1/70 of a grid step: integers, so that the order of sums never matters.</summary>
internal static class PathCost
{
    public const int Straight = 70;

    /// <summary>70 · √2.</summary>
    public const int Diagonal = 99;

    /// <summary>A turn by 45°: prefers long runs to zigzags of the same length.</summary>
    public const int Turn45 = 20;

    /// <summary>A turn by 90° at one node: only where there is no room for two of 45°. Sharper turns are never made.</summary>
    public const int Turn90 = 150;

    /// <summary>A via at the bus counts like eight grid steps of track.</summary>
    public const int Via = 8 * Straight;

    private static readonly int[] Turns = [0, Turn45, Turn90, -1, -1, -1, Turn90, Turn45];

    public static int Step(int direction) => (direction & 1) == 0 ? Straight : Diagonal;

    /// <summary>Cost of turning from one direction to another; -1 where the angle would be acute.</summary>
    public static int Turn(int from, int to) => from < 0 ? 0 : Turns[(to - from) & 7];

    /// <summary>Cost of walking freely over so many columns and rows.</summary>
    public static int Octile(int columns, int rows)
    {
        var (less, more) = columns < rows ? (columns, rows) : (rows, columns);
        return less * Diagonal + (more - less) * Straight;
    }
}
