namespace MakeDevice.Routing.Electrical;

/// <summary>Nodes by their degree in lists that are linked both ways: putting, moving and taking one of the least take constant time, but for the search of the next list.</summary>
internal sealed class DegreeQueue
{
    private const int None = -1;

    private readonly int[] _firstOfDegree;
    private readonly int[] _next;
    private readonly int[] _before;
    private readonly int[] _degrees;
    private int _least;

    /// <param name="nodes">How many there are; a degree is less.</param>
    public DegreeQueue(int nodes)
    {
        (_firstOfDegree, _next, _before, _degrees) = (new int[nodes], new int[nodes], new int[nodes], new int[nodes]);
        Array.Fill(_firstOfDegree, None);
        Array.Fill(_degrees, None);
        _least = nodes;
    }

    /// <summary>Puts a node, or moves one that is there, to the front of those of its degree.</summary>
    public void Put(int node, int degree)
    {
        if (_degrees[node] == degree)
        {
            return;
        }

        Remove(node);
        var first = _firstOfDegree[degree];
        (_degrees[node], _next[node], _before[node]) = (degree, first, None);
        if (first != None)
        {
            _before[first] = node;
        }

        _firstOfDegree[degree] = node;
        _least = Math.Min(_least, degree);
    }

    /// <summary>Takes one of the nodes of least degree out; null where there is none.</summary>
    public int? TakeLeast()
    {
        while (_least < _firstOfDegree.Length && _firstOfDegree[_least] == None)
        {
            _least++;
        }

        if (_least == _firstOfDegree.Length)
        {
            return null;
        }

        var node = _firstOfDegree[_least];
        Remove(node);
        return node;
    }

    private void Remove(int node)
    {
        if (_degrees[node] == None)
        {
            return;
        }

        if (_before[node] == None)
        {
            _firstOfDegree[_degrees[node]] = _next[node];
        }
        else
        {
            _next[_before[node]] = _next[node];
        }

        if (_next[node] != None)
        {
            _before[_next[node]] = _before[node];
        }

        _degrees[node] = None;
    }
}
