using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// One worker's hands: joins the components of a net, one path after the other, and takes off what is in conflict. It changes nothing
/// but the net it has in hand.
/// </summary>
internal sealed class NetRouter : IDisposable
{
    // A chain is laid again where that saves a hundredth.
    private const int LeastGain = 100;

    private readonly TreeBoard _board;
    private readonly Congestion _congestion;
    private readonly OwnClaims _own;
    private readonly TreeSearch _search;
    private readonly BlockSet _corridor;
    private readonly PullTight _pull;

    public NetRouter(TreeBoard board, Congestion congestion)
    {
        (_board, _congestion) = (board, congestion);
        _own = new(congestion.Count);
        _search = new(board, congestion, _own);
        _corridor = new(board.Blocks);
        _pull = new(board, congestion, _own);
    }

    /// <summary>Gives its memory back; one job's serves the next.</summary>
    public void Dispose()
    {
        _own.Dispose();
        _search.Dispose();
    }

    /// <summary>Nodes that searches expanded since it was made.</summary>
    public long NodesExpanded => _search.NodesExpanded;

    /// <summary>Paths that were looked for since it was made, found or not, to join what belongs to one net.</summary>
    public int Searches { get; private set; }

    /// <summary>Blocks where the last search looked, those of the back layer after the front's.</summary>
    public IReadOnlyList<int> Looked => _search.Touched;

    /// <summary>Takes a net of a layout in hand, so that what it claims is its own, does something to it, and claims what it became.</summary>
    public T Change<T>(Layout layout, int net, Func<NetGraph, T> work)
    {
        _own.Mark(layout.Footprint(net));
        var result = work(layout.Nets[net]);
        _own.Unmark(layout.Footprint(net));
        layout.Claim(net, Footprint(layout.Nets[net]));
        return result;
    }

    /// <summary>What a net's copper claims; no net may be in hand.</summary>
    public int[] Footprint(NetGraph graph) => _congestion.Footprint(graph, _own);

    /// <summary>Joins the net in hand, always the smallest component to the one nearest to it.</summary>
    /// <returns>False where something could not be joined.</returns>
    public bool Join(NetGraph graph, Tolerance tolerance)
    {
        var stuck = new HashSet<int>();
        while (true)
        {
            var count = graph.LabelComponents();
            if (count <= 1)
            {
                return true;
            }

            var first = Smallest(graph, count, stuck);
            if (first < 0)
            {
                return false;
            }

            Searches++;
            if (_search.Find(graph, graph.LabelOf(first), tolerance, int.MaxValue, null) is { } path)
            {
                graph.LinkAll(path);
                stuck.Clear();
            }
            else
            {
                stuck.Add(first);
            }
        }
    }

    /// <summary>Takes off a net what is in conflict, and joins it again; null where nothing was, and where the net need not be joined.</summary>
    /// <param name="footprint">What the net claims.</param>
    /// <param name="first">Joins the net even where nothing was in conflict.</param>
    /// <param name="isAnew">Where something is in conflict, all of the net goes.</param>
    public Rerouted? Reroute(NetGraph graph, int[] footprint, Tolerance tolerance, bool first, bool isAnew = false)
    {
        _own.Mark(footprint);
        var disputed = RipUp(graph);
        if (isAnew && disputed.Count > 0)
        {
            graph.UnlinkAll();
        }

        var changed = disputed.Count > 0 || (first && graph.LabelComponents() > 1);
        if (changed)
        {
            Join(graph, tolerance);
        }

        _own.Unmark(footprint);
        return changed ? new(Footprint(graph), disputed) : null;
    }

    /// <summary>Takes off what is in conflict of the net in hand.</summary>
    /// <returns>The resources in dispute.</returns>
    public List<int> RipUp(NetGraph graph)
    {
        var disputed = new List<int>();
        foreach (var link in graph.Links().Where(link => IsInConflict(link.A, link.B)).ToList())
        {
            disputed.AddRange(ResourcesOf(link));
            graph.Unlink(link.A, link.B);
        }

        graph.Prune();
        return disputed;
    }

    /// <summary>True where nothing of a net is in conflict.</summary>
    /// <param name="footprint">What the net claims as yet.</param>
    public bool IsClear(NetGraph graph, int[] footprint) => IsClear(graph.Links(), footprint);

    /// <summary>True where nothing of a net is in conflict in some blocks; legs count wherever they are.</summary>
    /// <param name="footprint">What the net claims as yet.</param>
    public bool IsClear(NetGraph graph, int[] footprint, BlockSet blocks) =>
        IsClear(graph.Links().Where(link => link.A >= _board.FirstSocket || blocks.Contains(_board.Blocks.Of(_board.Node(link.A)))), footprint);

    private bool IsClear(IEnumerable<(int A, int B)> links, int[] footprint)
    {
        _own.Mark(footprint);
        var isClear = !links.Any(link => IsInConflict(link.A, link.B));
        _own.Unmark(footprint);
        return isClear;
    }

    /// <summary>Exchanges a chain of the net in hand for a cheaper path without conflicts, where there is one.</summary>
    /// <param name="width">How far from its old path it may go, in blocks; negative for anywhere.</param>
    /// <returns>The path, empty where the net holds together without the chain; null where there is none.</returns>
    public List<int>? Improve(NetGraph graph, List<int> chain, int width, Trust trust)
    {
        var cost = TreeCost.Of(_board, graph, chain);
        graph.UnlinkAll(chain);
        var smaller = graph.LabelSmaller(chain[0], chain[^1]);
        if (smaller < 0)
        {
            return [];
        }

        var worthwhile = cost - cost / LeastGain;
        if (_search.Find(graph, smaller, Tolerance.None with { Trust = trust }, worthwhile, width >= 0 ? BlocksAround(chain, width) : null) is { } path)
        {
            graph.LinkAll(path);
            return path;
        }

        graph.LinkAll(chain);
        return null;
    }

    /// <summary>The blocks near a chain.</summary>
    private BlockSet BlocksAround(List<int> chain, int width)
    {
        _corridor.Clear();
        var last = -1;
        foreach (var vertex in chain)
        {
            if (vertex < _board.FirstSocket && _board.Blocks.Of(_board.Node(vertex)) is var block && block != last)
            {
                last = block;
                _corridor.AddAround(block, width);
            }
        }

        return _corridor;
    }

    /// <summary>Pulls the tracks of the net in hand tight.</summary>
    /// <returns>True where something moved.</returns>
    public bool Pull(NetGraph graph) => _pull.Pull(graph);

    /// <summary>Resources that a link disputes.</summary>
    private IEnumerable<int> ResourcesOf((int A, int B) link)
    {
        if (link.A >= _board.FirstSocket)
        {
            return [_congestion.LegResource(_board.LegOf(link.A, link.B).Index)];
        }

        return link.B == _board.OtherLayer(link.A) ? [_congestion.ViaResource(_board.Node(link.A))] : [link.A, link.B];
    }

    private bool IsInConflict(int a, int b)
    {
        if (a >= _board.FirstSocket)
        {
            return _congestion.OnLeg(_own, _board.LegOf(a, b)) > 0;
        }

        return b == _board.OtherLayer(a)
            ? _congestion.AtVia(_own, _board.Node(a)) > 0
            : _congestion.AtState(_own, a) > 0 || _congestion.OnStep(_own, a, _board.Grid.DirectionOf(b - a)) > 0;
    }

    /// <summary>A socket of the component with the fewest sockets; negative where all are stuck.</summary>
    private static int Smallest(NetGraph graph, int count, HashSet<int> stuck)
    {
        Span<int> sizes = count <= 256 ? stackalloc int[count] : new int[count];
        foreach (var socket in graph.Sockets)
        {
            sizes[graph.LabelOf(socket)] += stuck.Contains(socket) ? graph.Sockets.Length + 1 : 1;
        }

        var smallest = -1;
        var least = graph.Sockets.Length + 1;
        foreach (var socket in graph.Sockets)
        {
            if (sizes[graph.LabelOf(socket)] < least)
            {
                (smallest, least) = (socket, sizes[graph.LabelOf(socket)]);
            }
        }

        return smallest;
    }
}

/// <summary>What a net became.</summary>
/// <param name="Footprint">What it claims now.</param>
/// <param name="Disputed">Resources that were in dispute.</param>
internal sealed record Rerouted(int[] Footprint, List<int> Disputed);
