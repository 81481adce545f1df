using System.Buffers;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>The steps of one net's tracks on a layer as a graph, and from where a root is reached. One net's scratch serves the next.</summary>
internal sealed class NetSteps : IDisposable
{
    private const int Root = -1;

    private readonly RoutingGrid _grid;
    private readonly NodeList _nodes = new();
    private readonly NodeList _reached = new();

    // A bit for each direction; the next node on the way to a root, 0 where none is reached (no track runs at the grid's corner).
    private readonly byte[] _steps;
    private readonly int[] _next;

    public NetSteps(RoutingGrid grid)
    {
        _grid = grid;
        _steps = ArrayPool<byte>.Shared.Rent(grid.Count);
        _next = ArrayPool<int>.Shared.Rent(grid.Count);
        _steps.AsSpan(0, grid.Count).Clear();
        _next.AsSpan(0, grid.Count).Clear();
    }

    /// <summary>Gives the maps back; one job's serve the next.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_steps);
        ArrayPool<int>.Shared.Return(_next);
        _nodes.Return();
        _reached.Return();
    }

    public void Clear()
    {
        foreach (var node in _nodes.Nodes)
        {
            _steps[node] = 0;
            _next[node] = 0;
        }

        _nodes.Clear();
        _reached.Clear();
    }

    /// <summary>Lays a step between two neighbours.</summary>
    public void Lay(int from, int to)
    {
        var direction = _grid.DirectionOf(to - from);
        Lay(from, (byte)(1 << direction));
        Lay(to, (byte)(1 << (direction ^ 4)));
    }

    public bool IsReached(int node) => _next[node] != 0;

    /// <summary>The next node on the way to a root from a node that is reached; null where it is the root.</summary>
    public int? Next(int node) => _next[node] == Root ? null : _next[node];

    /// <summary>Reaches from a root all that is joined to it.</summary>
    public void Reach(int root)
    {
        if (IsReached(root))
        {
            return;
        }

        _nodes.Add(root);
        _next[root] = Root;
        var first = _reached.Count;
        _reached.Add(root);
        for (var i = first; i < _reached.Count; i++)
        {
            var node = _reached.Nodes[i];
            for (var direction = 0; direction < 8; direction++)
            {
                var next = node + _grid.Delta[direction];
                if ((_steps[node] >> direction & 1) != 0 && !IsReached(next))
                {
                    _next[next] = node;
                    _reached.Add(next);
                }
            }
        }
    }

    /// <summary>Forgets all roots.</summary>
    public void Forget()
    {
        foreach (var node in _reached.Nodes)
        {
            _next[node] = 0;
        }

        _reached.Clear();
    }

    private void Lay(int node, byte step)
    {
        if (_steps[node] == 0)
        {
            _nodes.Add(node);
        }

        _steps[node] |= step;
    }
}
