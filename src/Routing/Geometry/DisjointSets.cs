using System.Collections.Immutable;

namespace MakeDevice.Routing.Geometry;

/// <summary>Union-find (Tarjan 1975) with path halving; a set is named by its smallest member, so names do not depend on the order of joins.</summary>
internal sealed class DisjointSets
{
    private int[] _parents;
    private int _count;

    public DisjointSets(int count)
    {
        (_parents, _count) = (new int[count], count);
        for (var i = 0; i < count; i++)
        {
            _parents[i] = i;
        }
    }

    /// <summary>A new member, in a set of its own.</summary>
    public int Add()
    {
        if (_count == _parents.Length)
        {
            Array.Resize(ref _parents, 2 * _count + 1);
        }

        _parents[_count] = _count;
        return _count++;
    }

    /// <summary>The name of a member's set. From any thread, as long as none is added or joined.</summary>
    public int Find(int member)
    {
        while (_parents[member] != member)
        {
            member = _parents[member] = _parents[_parents[member]];
        }

        return member;
    }

    /// <summary>For every member the name of its set.</summary>
    public ImmutableArray<int> Names() => [.. Enumerable.Range(0, _count).Select(Find)];

    public bool Same(int a, int b) => Find(a) == Find(b);

    public void Join(int a, int b)
    {
        a = Find(a);
        b = Find(b);
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }
}
