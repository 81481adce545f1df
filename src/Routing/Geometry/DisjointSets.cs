using System.Collections.Immutable;

namespace MakeDevice.Routing.Geometry;

/// <summary>Union-find (Tarjan 1975) with path halving; a set is named by its smallest member, so names do not depend on the order of joins.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;

    public DisjointSets(int count)
    {
        _parents = new int[count];
        for (var i = 0; i < count; i++)
        {
            _parents[i] = i;
        }
    }

    public int Find(int member)
    {
        while (_parents[member] != member)
        {
            member = _parents[member] = _parents[_parents[member]];
        }

        return member;
    }

    /// <summary>For every member the name of its set.</summary>
    public ImmutableArray<int> Names() => [.. Enumerable.Range(0, _parents.Length).Select(Find)];

    public bool Same(int a, int b) => Find(a) == Find(b);

    public void Join(int a, int b)
    {
        a = Find(a);
        b = Find(b);
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }
}
