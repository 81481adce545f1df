namespace MakeDevice.Routing.Negotiation;

/// <summary>The blocks around a path, to which the search for a better one is kept.</summary>
internal sealed class Corridor(TreeBoard board)
{
    private readonly BlockSet _blocks = new(board.Blocks);

    /// <summary>For each block whether it belongs to the corridor.</summary>
    public bool[] Blocks => _blocks.Members;

    /// <param name="width">Blocks on either side of the path's.</param>
    public void Set(List<int> path, int width)
    {
        _blocks.Clear();
        var last = -1;
        foreach (var vertex in path)
        {
            if (vertex < board.FirstSocket && board.Blocks.Of(board.Node(vertex)) is var block && block != last)
            {
                last = block;
                _blocks.AddAround(block, width);
            }
        }
    }
}
