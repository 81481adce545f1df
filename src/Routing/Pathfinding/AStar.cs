namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// A* (Hart, Nilsson, Raphael 1968) over a graph that the class derived from it knows: what promises the cheapest path is looked at first, until nothing that
/// waits can be cheaper than the best end that was found. Where estimates count more than they may (weighted A*: Pohl 1970), that is a good one, found sooner.
/// </summary>
internal abstract class AStar : IDisposable
{
    private const int None = -1;

    private readonly CostQueue _queue = new();

    /// <summary>Nodes expanded since it was made.</summary>
    public long NodesExpanded { get; protected set; }

    /// <summary>Cost of the best end so far, before that the limit.</summary>
    protected int Best { get; private set; }

    /// <summary>The last vertex before the best end.</summary>
    protected int Last { get; private set; }

    public virtual void Dispose() => _queue.Dispose();

    /// <summary>Begins a new search.</summary>
    /// <param name="limit">Cost of a path, exclusive.</param>
    protected void Begin(int limit)
    {
        _queue.Clear();
        (Best, Last) = (limit, None);
    }

    /// <summary>Lets something wait until all is looked at that promises cheaper paths.</summary>
    /// <param name="estimate">What a path by way of it costs, about.</param>
    /// <param name="item">For <see cref="Look"/>.</param>
    /// <returns>False where that is no better than the best end.</returns>
    protected bool Push(int estimate, int item)
    {
        if (estimate >= Best)
        {
            return false;
        }

        _queue.Push(estimate, item);
        return true;
    }

    /// <summary>Takes an end where it is the best.</summary>
    /// <returns>True where it is.</returns>
    protected bool End(int last, int cost)
    {
        if (cost >= Best)
        {
            return false;
        }

        (Best, Last) = (cost, last);
        return true;
    }

    /// <summary>Searches from what was pushed.</summary>
    /// <param name="mostLooks">After which it is given up.</param>
    /// <returns>False where no end was found.</returns>
    protected bool Search(int mostLooks)
    {
        while (_queue.TryPop(out var estimate, out var item) && estimate < Best && mostLooks-- > 0)
        {
            Look(item);
        }

        return Last != None;
    }

    /// <summary>The path to the best end, from where it begins to the last vertex.</summary>
    protected List<int> Trace()
    {
        var path = new List<int>();
        for (var vertex = Last; vertex != None; vertex = Before(vertex))
        {
            path.Add(vertex);
        }

        path.Reverse();
        return path;
    }

    /// <summary>Looks at what was pushed.</summary>
    protected abstract void Look(int item);

    /// <summary>The vertex from which one was reached; negative where a path begins there.</summary>
    protected abstract int Before(int vertex);
}
