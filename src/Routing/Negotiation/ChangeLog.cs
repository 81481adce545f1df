namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// When copper last went or came in each block: a search that failed need not be made again while nothing has changed where it looked.
/// Only room that others left can help it, and new copper of its own net.
/// </summary>
internal sealed class ChangeLog(TreeBoard board)
{
    private readonly int[] _left = new int[board.Blocks.Count];
    private readonly (int Time, ushort Net)[] _came = new (int, ushort)[board.Blocks.Count];

    /// <summary>Number of changes so far.</summary>
    public int Now { get; private set; }

    /// <summary>Notes that a net exchanged a chain for a path.</summary>
    public void Add(ushort net, Exchange exchange)
    {
        Now++;
        foreach (var vertex in exchange.Chain)
        {
            if (vertex < board.FirstSocket)
            {
                _left[board.Blocks.Of(board.Node(vertex))] = Now;
            }
        }

        foreach (var vertex in exchange.Path)
        {
            if (vertex < board.FirstSocket)
            {
                _came[board.Blocks.Of(board.Node(vertex))] = (Now, net);
            }
        }
    }

    /// <summary>True where something that can help a net changed in a region or in the blocks around it after a time.</summary>
    public bool HasChanged(BlockRegion region, ushort net, int since)
    {
        var blocks = board.Blocks;
        for (var row = Math.Max(0, region.Bottom - 1); row <= Math.Min(blocks.Rows - 1, region.Top + 1); row++)
        {
            for (var column = Math.Max(0, region.Left - 1); column <= Math.Min(blocks.Columns - 1, region.Right + 1); column++)
            {
                var block = row * blocks.Columns + column;
                if (_left[block] > since || (_came[block].Time > since && _came[block].Net == net))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>A chain of a net and the path that took its place; no path where the net held together without the chain.</summary>
internal readonly record struct Exchange(List<int> Chain, List<int> Path);

/// <summary>A rectangle of blocks, all four borders included.</summary>
internal readonly record struct BlockRegion(int Left, int Bottom, int Right, int Top)
{
    /// <summary>The rectangle around blocks of either layer.</summary>
    public static BlockRegion Around(Blocks blocks, IReadOnlyList<int> touched)
    {
        int left = int.MaxValue, bottom = int.MaxValue, right = int.MinValue, top = int.MinValue;
        foreach (var index in touched)
        {
            var block = index % blocks.Count;
            int row = block / blocks.Columns, column = block - row * blocks.Columns;
            (left, right) = (Math.Min(left, column), Math.Max(right, column));
            (bottom, top) = (Math.Min(bottom, row), Math.Max(top, row));
        }

        return new(left, bottom, right, top);
    }
}
