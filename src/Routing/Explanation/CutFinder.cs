using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Explanation;

/// <summary>A net that must bring a track from one place to another.</summary>
/// <param name="Starts">Where its track begins: states of a window.</param>
/// <param name="Ends">Where it may end, besides the window's rim.</param>
internal sealed record Demand(int Net, int[] Starts, int[] Ends);

/// <summary>The smallest set of crossings between a region and the rest, too small for the nets that must pass.</summary>
/// <param name="Region">States inside.</param>
/// <param name="Crossings">States on the border, one for each track that fits.</param>
/// <param name="Nets">Nets that must pass, more than there are crossings.</param>
internal sealed record Cut(HashSet<int> Region, List<int> Crossings, int[] Nets);

/// <summary>
/// Leads as many nets as possible out, each by a track of its own, and finds the cut that stops the last: the largest set of disjoint paths
/// and the smallest cut are the same number (Menger 1927; by augmenting paths: Ford and Fulkerson 1956). Which net ends where does not
/// matter, so that a cut found here stops every router.
/// </summary>
internal sealed class CutFinder
{
    private const int None = -1;
    private const int Rim = -2;

    private readonly Window _window;
    private readonly IReadOnlyList<Demand> _demands;

    // Neighbours along the flow; sources and ends are codes.
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _parent;
    private readonly List<int> _visited = [];
    private readonly int[] _endsOf;
    private readonly int[] _taken;
    private readonly bool[] _isOut;

    // Codes: twice the state where a track leaves it, one more where it enters; then the sources of demands, then their ends.
    private readonly int _firstSource;
    private readonly int _firstEnd;

    private CutFinder(Window window, IReadOnlyList<Demand> demands)
    {
        _window = window;
        _demands = demands;
        _firstSource = 2 * window.States;
        _firstEnd = _firstSource + demands.Count;
        _next = Filled(window.States);
        _previous = Filled(window.States);
        _parent = Filled(_firstEnd + demands.Count);
        _endsOf = Filled(window.States);
        _taken = Filled(demands.Count);
        _isOut = new bool[demands.Count];
        for (var i = 0; i < demands.Count; i++)
        {
            foreach (var end in demands[i].Ends)
            {
                _endsOf[end] = i;
            }
        }
    }

    /// <summary>The cut that stops the last demand; null where it gets out beside all others.</summary>
    public static Cut? Find(Window window, IReadOnlyList<Demand> demands, CancellationToken cancellationToken)
    {
        var finder = new CutFinder(window, demands);
        for (var i = 0; i < demands.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            finder._isOut[i] = finder.Augment(i);
        }

        return finder._isOut[^1] ? null : finder.Last();
    }

    private bool Augment(int demand)
    {
        foreach (var code in _visited)
        {
            _parent[code] = None;
        }

        _visited.Clear();
        var queue = new Queue<int>();
        Reach(queue, _firstSource + demand, _firstSource + demand);
        while (queue.TryDequeue(out var code))
        {
            if (IsSink(code))
            {
                Apply(code);
                return true;
            }

            Expand(queue, code);
        }

        return false;
    }

    private bool IsSink(int code) => code >= _firstEnd
        ? _taken[code - _firstEnd] == None
        : code < _firstSource && (code & 1) == 0 && _next[code >> 1] != Rim && _window.IsRim(_window.At(code >> 1));

    private void Expand(Queue<int> queue, int code)
    {
        if (code >= _firstEnd)
        {
            Reach(queue, Out(_taken[code - _firstEnd]), code);
        }
        else if (code >= _firstSource)
        {
            foreach (var start in _demands[code - _firstSource].Starts)
            {
                Enter(queue, start, code);
            }
        }
        else if ((code & 1) == 1)
        {
            // A track already comes in here: send that one another way.
            var before = _previous[code >> 1];
            Reach(queue, before >= _firstSource ? before : Out(before), code);
        }
        else
        {
            Leave(queue, code >> 1);
        }
    }

    private void Leave(Queue<int> queue, int state)
    {
        if (_endsOf[state] != None)
        {
            Reach(queue, _firstEnd + _endsOf[state], Out(state));
        }

        Span<int> room = stackalloc int[Window.MostNeighbours];
        foreach (var next in _window.Neighbours(state, room))
        {
            if (_next[state] != next)
            {
                Enter(queue, next, Out(state));
            }
        }

        if (_previous[state] != None)
        {
            Reach(queue, In(state), Out(state));
        }
    }

    private void Enter(Queue<int> queue, int state, int from) => Reach(queue, _previous[state] == None ? Out(state) : In(state), from);

    private void Reach(Queue<int> queue, int code, int from)
    {
        if (_parent[code] == None)
        {
            _parent[code] = from;
            _visited.Add(code);
            queue.Enqueue(code);
        }
    }

    private void Apply(int sink)
    {
        var path = new List<int> { sink };
        while (_parent[path[^1]] != path[^1])
        {
            path.Add(_parent[path[^1]]);
        }

        path.Reverse();
        ForEachStep(path, Cancel);
        ForEachStep(path, Add);
        if (sink < _firstSource)
        {
            _next[sink >> 1] = Rim;
        }
    }

    private static void ForEachStep(List<int> path, Action<int, int> apply)
    {
        for (var i = 1; i < path.Count; i++)
        {
            apply(path[i - 1], path[i]);
        }
    }

    /// <summary>Takes off the flow that a step walks against.</summary>
    private void Cancel(int from, int to)
    {
        if (from >= _firstEnd)
        {
            _next[to >> 1] = None;
        }
        else if (from < _firstSource && (from & 1) == 1)
        {
            _previous[from >> 1] = None;
            if (to < _firstSource)
            {
                _next[to >> 1] = None;
            }
        }
    }

    private void Add(int from, int to)
    {
        if (to >= _firstEnd)
        {
            _next[from >> 1] = to;
            _taken[to - _firstEnd] = from >> 1;
        }
        else if (from >= _firstSource && from < _firstEnd)
        {
            _previous[to >> 1] = from;
        }
        else if (from < _firstSource && (from & 1) == 0 && to >> 1 != from >> 1)
        {
            _next[from >> 1] = to >> 1;
            _previous[to >> 1] = from >> 1;
        }
    }

    /// <summary>What the search for the last demand reached is the region; where it could enter but not leave, the border.</summary>
    private Cut Last()
    {
        var region = new HashSet<int>();
        var crossings = new List<int>();
        foreach (var code in _visited.Where(code => code < _firstSource))
        {
            if ((code & 1) == 0)
            {
                region.Add(code >> 1);
            }
            else if (_parent[code - 1] == None)
            {
                crossings.Add(code >> 1);
            }
        }

        crossings.Sort();
        var nets = Enumerable.Range(0, _demands.Count).Where(i => MustPass(i, region, crossings)).Select(i => _demands[i].Net).Distinct().ToArray();
        return new(region, crossings, nets);
    }

    private bool MustPass(int demand, HashSet<int> region, List<int> crossings) =>
        _parent[_firstEnd + demand] == None
        && (_parent[_firstSource + demand] != None
            || (!_isOut[demand] && _demands[demand].Starts.Any(start => region.Contains(start) || crossings.BinarySearch(start) >= 0)));

    private static int Out(int state) => 2 * state;

    private static int In(int state) => 2 * state + 1;

    private static int[] Filled(int length)
    {
        var array = new int[length];
        Array.Fill(array, None);
        return array;
    }
}
