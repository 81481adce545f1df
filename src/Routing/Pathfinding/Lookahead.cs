namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// How far the blocks of a board are from the goals of a search: spread from the goals (Dijkstra 1959) and no further than the search will need. The class
/// derived from it knows how one comes from block to block, and estimates by way of their centres what a node is away.
/// </summary>
internal abstract class Lookahead : IDisposable
{
    /// <summary>Distance of a block that was not reached.</summary>
    protected const int Far = 1 << 25;

    private readonly int[] _distance;
    private readonly List<int> _reached = [];
    private readonly CostQueue _queue = new();

    protected Lookahead(int blocks)
    {
        _distance = new int[blocks];
        Array.Fill(_distance, Far);
    }

    /// <summary>How far it spreads; what was not reached counts as so far.</summary>
    protected int Horizon { get; set; }

    public virtual void Dispose() => _queue.Dispose();

    /// <summary>Forgets all goals.</summary>
    protected void Forget()
    {
        foreach (var block in _reached)
        {
            _distance[block] = Far;
        }

        _reached.Clear();
        _queue.Clear();
    }

    protected int DistanceOf(int block) => _distance[block];

    /// <summary>Notes that a goal is so far from a block, unless one is nearer.</summary>
    protected void Reach(int block, int distance)
    {
        if (distance < _distance[block])
        {
            if (_distance[block] == Far)
            {
                _reached.Add(block);
            }

            _distance[block] = distance;
            _queue.Push(distance, block);
        }
    }

    /// <summary>Spreads from what was reached, the nearest first.</summary>
    protected void Spread()
    {
        while (_queue.TryPop(out var distance, out var block) && distance <= Horizon)
        {
            if (distance == _distance[block])
            {
                SpreadFrom(block, distance);
            }
        }
    }

    /// <summary>Reaches the blocks from which one comes to a block.</summary>
    protected abstract void SpreadFrom(int block, int distance);
}
