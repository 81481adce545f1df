using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Verification;

/// <summary>
/// Finds where a short is: the fewest contacts between items whose removal would part one net's copper from the others'
/// (minimum cut by augmenting paths, Edmonds and Karp 1972), and of these the nearest to that net.
/// </summary>
internal sealed class ShortLocator
{
    /// <summary>Paths after which no exact cut is sought: so wide a short is seen without.</summary>
    private const int MostPaths = 16;

    private readonly VerifiedCopper _copper;
    private readonly Dictionary<int, List<int>> _contacts = [];
    private readonly Dictionary<(int From, int To), int> _flow = [];
    private readonly HashSet<int> _own = [];
    private readonly HashSet<int> _foreign = [];

    private ShortLocator(VerifiedCopper copper, int piece, string net)
    {
        _copper = copper;
        AddContacts(piece);
        foreach (var (item, label) in Labels(copper, piece))
        {
            (label == net ? _own : _foreign).Add(item);
        }

        _foreign.ExceptWith(_own);
    }

    /// <summary>Where a net meets others within a piece; the layer is null where a hole joins them.</summary>
    public static (CopperLayer? Layer, Point At) Locate(VerifiedCopper copper, int piece, string net)
    {
        var locator = new ShortLocator(copper, piece, net);
        for (var path = 0; path < MostPaths && locator.Augment(out _); path++)
        {
        }

        locator.Augment(out var reached);
        var (a, b) = locator.Frontier(reached);
        var both = copper.Item(a).Layer == copper.Item(b).Layer;
        return (both ? copper.Item(a).Layer : null, Contact.Between(copper.Item(a), copper.Item(b)));
    }

    /// <summary>Items that are known to be of a net: those at its sockets and those that were routed for it.</summary>
    private static IEnumerable<(int Item, string Net)> Labels(VerifiedCopper copper, int piece)
    {
        for (var i = 0; i < copper.SocketItems.Length; i++)
        {
            if (copper.SocketItems[i] is { } item && copper.Pieces.PieceOf(item) == piece)
            {
                yield return (item, copper.Input.Sockets[i].Net);
            }
        }

        for (var i = 0; i < copper.Pieces.Items.Length; i++)
        {
            if (copper.Item(i).RoutedNet is { } net && copper.Pieces.PieceOf(i) == piece)
            {
                yield return (i, net);
            }
        }
    }

    private void AddContacts(int piece)
    {
        var collector = new Collector(this, piece);
        foreach (var grid in _copper.Pieces.Grids)
        {
            grid.VisitPairs(ref collector, CopperPieces.Touch);
        }

        foreach (var hole in _copper.Pieces.ItemsOfHoles())
        {
            foreach (var item in hole.Skip(1).Where(item => _copper.Pieces.PieceOf(item) == piece))
            {
                Add(hole[0], item);
            }
        }
    }

    private void Add(int a, int b)
    {
        foreach (var (from, to) in new[] { (a, b), (b, a) })
        {
            if (!_contacts.TryGetValue(from, out var others))
            {
                _contacts[from] = others = [];
            }

            if (!others.Contains(to))
            {
                others.Add(to);
            }
        }
    }

    /// <summary>Sends one more unit from the net to the others; false where the cut is full, with what the net still reaches.</summary>
    private bool Augment(out HashSet<int> reached)
    {
        var cameFrom = _own.ToDictionary(item => item, _ => -1);
        var queue = new Queue<int>(_own.Order());
        while (queue.TryDequeue(out var item))
        {
            if (_foreign.Contains(item))
            {
                Send(cameFrom, item);
                reached = [.. cameFrom.Keys];
                return true;
            }

            foreach (var next in _contacts.GetValueOrDefault(item) ?? [])
            {
                if (_flow.GetValueOrDefault((item, next)) < 1 && cameFrom.TryAdd(next, item))
                {
                    queue.Enqueue(next);
                }
            }
        }

        reached = [.. cameFrom.Keys];
        return false;
    }

    private void Send(Dictionary<int, int> cameFrom, int item)
    {
        for (var to = item; cameFrom[to] is >= 0 and var from; to = from)
        {
            _flow[(from, to)] = _flow.GetValueOrDefault((from, to)) + 1;
            _flow[(to, from)] = _flow.GetValueOrDefault((to, from)) - 1;
        }
    }

    /// <summary>The first contact that leads out of what the net still reaches.</summary>
    private (int A, int B) Frontier(HashSet<int> reached)
    {
        foreach (var item in reached.Order())
        {
            foreach (var next in (_contacts.GetValueOrDefault(item) ?? []).Order())
            {
                if (!reached.Contains(next))
                {
                    return (item, next);
                }
            }
        }

        // One item is of both nets, or the short is wider than any cut that was sought.
        var any = _own.Order().First();
        return (any, any);
    }

    private readonly struct Collector(ShortLocator locator, int piece) : CopperGrid.IPairVisitor
    {
        public bool Wants(int a, int b) => locator._copper.Pieces.PieceOf(a) == piece && locator._copper.Pieces.PieceOf(b) == piece;

        public void Meet(int a, int b, double distance) => locator.Add(a, b);
    }
}
