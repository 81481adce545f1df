namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// When copper last went or came in each block: a search that failed need not be made again while nothing has changed where it looked.
/// Only room that others left can help it, and new copper of its own net.
/// </summary>
internal sealed class ChangeLog(TreeBoard board)
{
    private readonly int[] _left = new int[board.Blocks.Count];
    private readonly (int Time, ushort Net)[] _came = new (int, ushort)[board.Blocks.Count];

    // How far copper keeps others away, in nodes: it may bar a search in the next block.
    private readonly int _reach = (int)(board.Stencil.ViaToTrack / board.Grid.Pitch) + 1;

    /// <summary>Number of changes so far.</summary>
    public int Now { get; private set; }

    /// <summary>Notes that a net exchanged a chain for a path; no path where the net held together without the chain.</summary>
    public void Add(ushort net, List<int> chain, List<int> path)
    {
        Now++;
        foreach (var vertex in chain.Where(vertex => vertex < board.FirstSocket))
        {
            var node = board.Node(vertex);
            var row = node / board.Grid.Columns;
            var column = node - row * board.Grid.Columns;
            for (var corner = 0; corner < 4; corner++)
            {
                int x = Math.Clamp(column + ((corner & 1) == 0 ? -_reach : _reach), 0, board.Grid.Columns - 1), y = Math.Clamp(row + ((corner & 2) == 0 ? -_reach : _reach), 0, board.Grid.Rows - 1);
                _left[board.Blocks.Of(x, y)] = Now;
            }
        }

        foreach (var vertex in path.Where(vertex => vertex < board.FirstSocket))
        {
            _came[board.Blocks.Of(board.Node(vertex))] = (Now, net);
        }
    }

    /// <summary>True where something that can help a net changed in some blocks after a time.</summary>
    /// <param name="looked">Blocks of either layer, those of the back after the front's.</param>
    public bool HasChanged(int[] looked, ushort net, int since)
    {
        var count = board.Blocks.Count;
        foreach (var index in looked)
        {
            var block = index < count ? index : index - count;
            if (_left[block] > since || (_came[block].Time > since && _came[block].Net == net))
            {
                return true;
            }
        }

        return false;
    }
}
