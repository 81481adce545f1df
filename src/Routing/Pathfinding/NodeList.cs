namespace MakeDevice.Routing.Pathfinding;

/// <summary>A list of nodes or states on pooled memory: as long as the largest search needs, and one job's serves the next.</summary>
internal sealed class NodeList : IDisposable
{
    private int[] _nodes = PooledArray.Rent<int>(1024);
    private int _count;

    public ReadOnlySpan<int> Nodes => _nodes.AsSpan(0, _count);

    public void Add(int node)
    {
        PooledArray.Reserve(ref _nodes, _count, 1);
        _nodes[_count++] = node;
    }

    public void Clear() => _count = 0;

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => PooledArray.Return(_nodes);
}
