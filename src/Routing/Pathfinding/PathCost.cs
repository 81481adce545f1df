namespace MakeDevice.Routing.Pathfinding;

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
