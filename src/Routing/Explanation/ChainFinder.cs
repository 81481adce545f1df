using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>A closed chain of things and gaps that parts the board, with too little room for the nets that must cross it.</summary>
/// <param name="Gaps">Its gaps, the widest first.</param>
/// <param name="Fits">Tracks that cross all of them together at most.</param>
/// <param name="Nets">Ids of the nets that must cross, more than there are such tracks.</param>
/// <param name="Within">Ids of the sockets on one side of it, of whatever net.</param>
internal sealed record Chain(ImmutableArray<Gap> Gaps, int Fits, ImmutableArray<int> Nets, ImmutableArray<int> Within)
{
    /// <summary>Nets that stay open at least, whoever routes.</summary>
    public int Missing => Nets.Length - Fits;
}

/// <summary>
/// Finds the chains that no router gets past. On a plane, what parts two places is a closed line, and the shortest one among those that do is
/// two shortest paths from one thing and a gap between their ends (Horton 1987, for cycles of least weight): a gap weighs the tracks
/// that fit, a thing nothing. Every net with sockets on both sides must cross, each by a track of its own: where a chain has room for fewer, that is proof,
/// however it was found. A net's bus is no other way: it is copper of the net, and crosses a gap as a track does.
/// </summary>
internal sealed class ChainFinder
{
    private readonly SocketSides _sides;
    private readonly GapGraph _graph;
    private readonly ulong[][] _across;
    private readonly ulong[][] _near;
    private readonly ulong[][] _inside;
    private readonly int[] _lines;
    private readonly ILookup<int, int> _linesOf;

    private ChainFinder(RoutingPlan plan, TrackRoom room)
    {
        _sides = new(plan);
        _graph = new(plan, room, _sides.Nets - 1);
        var lines = _graph.Lines;
        _across = [.. lines.Select(line => _sides.Across(line.Line))];
        _near = [.. lines.Select(line => _sides.Bits(socket => Segments.PointToSegment(socket.At, line.From, line.To) < room.Leg))];
        _inside = [.. _graph.Things.Select(thing => _sides.Bits(socket => IsInside(thing.Shape, socket.At)))];
        _lines = [.. Distinct()];
        _linesOf = _lines.SelectMany(line => Ends(line).Select(thing => (thing, line))).ToLookup(entry => entry.thing, entry => entry.line);
    }

    /// <summary>Chains with too little room, those that lack most first.</summary>
    /// <param name="room">With tracks anywhere, a chain is proof for every router; on the grid, for tracks on that, as long as no socket's way onto it passes the gap.</param>
    public static ImmutableArray<Chain> Find(RoutingPlan plan, TrackRoom room, CancellationToken cancellationToken)
    {
        var finder = new ChainFinder(plan, room);
        var found = new List<Chain>();
        for (var root = 0; root < finder._graph.Things.Length; root++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.AddRange(finder.FromRoot(root));
        }

        return [.. found.OrderByDescending(chain => chain.Missing).ThenBy(chain => chain.Gaps.Length)];
    }

    private IEnumerable<Chain> FromRoot(int root)
    {
        var tree = Tree(root);
        var none = new ulong[_sides.Words];
        var sides = new ulong[_sides.Words];
        foreach (var line in _lines)
        {
            var (a, b) = (_graph.Lines[line].A, _graph.Lines[line].B);
            if (tree.Sides[a] is not { } ofA || tree.Sides[b] is not { } ofB || tree.Line[a] == line || tree.Line[b] == line)
            {
                continue;
            }

            for (var word = 0; word < sides.Length; word++)
            {
                sides[word] = ofA[word] ^ ofB[word] ^ _across[line][word];
            }

            // Most are too wide by the one gap alone.
            if (_sides.CountMustCross(sides, none) > _graph.Lines[line].Fits && ChainOf(tree, line, sides) is { } chain)
            {
                yield return chain;
            }
        }
    }

    private Chain? ChainOf(PathTree tree, int line, ulong[] sides)
    {
        var lines = new HashSet<int> { line };
        foreach (var end in (ReadOnlySpan<int>)[_graph.Lines[line].A, _graph.Lines[line].B])
        {
            for (var thing = end; tree.Line[thing] >= 0; thing = Other(tree.Line[thing], thing))
            {
                if (!lines.Add(tree.Line[thing]))
                {
                    lines.Remove(tree.Line[thing]);
                }
            }
        }

        var fits = lines.Sum(index => _graph.Lines[index].Fits);
        var either = new ulong[_sides.Words];
        foreach (var bits in lines.Select(index => _near[index]).Concat(lines.SelectMany(Ends).Select(thing => _inside[thing])))
        {
            for (var word = 0; word < either.Length; word++)
            {
                either[word] |= bits[word];
            }
        }

        var nets = _sides.MustCross(sides, either);
        return nets.Length > fits ? new(Gaps(lines), fits, nets, _sides.Ids(sides)) : null;
    }

    private ImmutableArray<Gap> Gaps(IEnumerable<int> lines) =>
    [
        .. from index in lines
           let line = _graph.Lines[index]
           let gap = new Gap(_graph.Things[line.A], _graph.Things[line.B], line.Width, line.Fits, Layers: 2)
           where !gap.A.IsSame(gap.B)
           orderby gap.Width descending, index
           select gap,
    ];

    private int[] Ends(int line) => [_graph.Lines[line].A, _graph.Lines[line].B];

    private int Other(int line, int thing) => _graph.Lines[line].A == thing ? _graph.Lines[line].B : _graph.Lines[line].A;

    /// <summary>The paths of least weight from a thing to all others (Dijkstra 1959).</summary>
    private PathTree Tree(int root)
    {
        var tree = new PathTree(new int[_graph.Things.Length], new ulong[_graph.Things.Length][]);
        var weights = new (int Fits, int Lines)[_graph.Things.Length];
        Array.Fill(weights, (int.MaxValue, 0));
        var queue = new PriorityQueue<int, (int Fits, int Lines, int Thing)>();
        (weights[root], tree.Line[root]) = ((0, 0), -1);
        queue.Enqueue(root, (0, 0, root));
        while (queue.TryDequeue(out var thing, out var key))
        {
            if (tree.Sides[thing] is not null)
            {
                continue;
            }

            tree.Sides[thing] = SidesAt(tree, thing);
            foreach (var line in _linesOf[thing])
            {
                var next = Other(line, thing);
                var weight = (key.Fits + _graph.Lines[line].Fits, key.Lines + 1);
                if (tree.Sides[next] is null && weight.CompareTo(weights[next]) < 0)
                {
                    (weights[next], tree.Line[next]) = (weight, line);
                    queue.Enqueue(next, (weight.Item1, weight.Item2, next));
                }
            }
        }

        return tree;
    }

    private ulong[] SidesAt(PathTree tree, int thing)
    {
        var sides = new ulong[_sides.Words];
        if (tree.Line[thing] is >= 0 and var line)
        {
            var before = tree.Sides[Other(line, thing)];
            for (var word = 0; word < sides.Length; word++)
            {
                sides[word] = before[word] ^ _across[line][word];
            }
        }

        return sides;
    }

    /// <summary>Of lines between the same things that part the sockets alike, the one with least room.</summary>
    private IEnumerable<int> Distinct() => Enumerable.Range(0, _graph.Lines.Length)
        .GroupBy(line => (_graph.Lines[line].A, _graph.Lines[line].B, string.Join(',', _across[line]), string.Join(',', _near[line])))
        .Select(same => same.MinBy(line => (_graph.Lines[line].Fits, _graph.Lines[line].Width)));

    /// <summary>Deeper than on its border: then its track may lead out of the thing anywhere.</summary>
    private static bool IsInside(Shape? shape, Point at)
    {
        const double Border = 1_000;
        return shape is not null && Shapes.Depth(shape, at) > Border;
    }

    /// <param name="Line">To every thing, the last line of its path; -1 at the root.</param>
    /// <param name="Sides">What the path parts; null where there is none.</param>
    private sealed record PathTree(int[] Line, ulong[][] Sides);
}
