namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// How far a straight run crosses open ground: nodes that nothing claims or notes, with none claimed beside the one ahead. A run meets
/// little else, so there it is looked at many nodes at a time.
/// </summary>
internal static class OpenGround
{
    /// <summary>Nodes of open ground along a row.</summary>
    /// <param name="from">The first to look at.</param>
    /// <param name="step">1 to the east, -1 to the west.</param>
    /// <param name="most">How many to look at; the one ahead of the last must be in the row.</param>
    public static int Along(CopperMap map, int columns, int from, int step, int most)
    {
        // Of each row that part alone in which those before it are free.
        var (owner, flags) = (map.Owner, map.Flags);
        if (step > 0)
        {
            most = CountAhead(owner.AsSpan(from, most));
            most = CountAhead(owner.AsSpan(from + 1 + columns, most));
            most = CountAhead(owner.AsSpan(from + 1 - columns, most));
            return CountAhead(flags.AsSpan(from, most));
        }

        most = CountBehind(owner.AsSpan(from - most + 1, most));
        most = CountBehind(owner.AsSpan(from - most + columns, most));
        most = CountBehind(owner.AsSpan(from - most - columns, most));
        return CountBehind(flags.AsSpan(from - most + 1, most));
    }

    /// <summary>Nodes of open ground along a column.</summary>
    /// <param name="from">The first to look at.</param>
    /// <param name="delta">From one to the next.</param>
    public static int Across(CopperMap map, int from, int delta)
    {
        var (owner, flags) = (map.Owner, map.Flags);
        if (owner[from] != 0)
        {
            return 0;
        }

        var count = 0;
        for (var node = from; flags[node] == 0; node += delta)
        {
            var ahead = owner.AsSpan(node + delta - 1, 3);
            if ((ahead[0] | ahead[1] | ahead[2]) != 0)
            {
                // The node ahead need not be free to be reached, those beside it must.
                return (ahead[0] | ahead[2]) == 0 ? count + 1 : count;
            }

            count++;
        }

        return count;
    }

    private static int CountAhead<T>(Span<T> nodes)
        where T : struct, IEquatable<T> => nodes.IndexOfAnyExcept(default(T)) is >= 0 and var index ? index : nodes.Length;

    private static int CountBehind<T>(Span<T> nodes)
        where T : struct, IEquatable<T> => nodes.Length - 1 - nodes.LastIndexOfAnyExcept(default(T));
}
