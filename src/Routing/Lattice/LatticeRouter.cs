using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// Joins all sockets of both sides to their buses over both layers by negotiated congestion (PathFinder: McMurchie and Ebeling, FPGA 1995). What is
/// in conflict is taken off its net, and each of the pieces that the net then is in is joined to the nearest other one.
/// </summary>
/// <remarks>
/// Pieces are routed in batches against the copper as it was before the batch, and what they found is taken in a fixed order. The pieces of a batch
/// lie apart, so that they seldom meet. Neither depends on the number of workers.
/// </remarks>
internal sealed class LatticeRouter : IDisposable
{
    /// <summary>States that searches may look at for each socket: where nets have not settled by then, room is short.</summary>
    private const int LooksASocket = 25_000;

    private const int MaxRounds = 40;
    private const int Attempts = 3;
    private const int Batch = 32;
    private const int NetsAtOnce = 4;

    /// <summary>Rounds after which nets go one by one.</summary>
    private const int Patience = 12;

    /// <summary>Where more than a few places are in dispute and no eighth of them is settled in so many rounds, more rounds settle little.</summary>
    private const int RoundsToSettleSome = 8;
    private const int FewContested = 16;

    private const int FirstPrice = 8 * LatticeSearch.Step;
    private const int HighestPrice = 200 * LatticeSearch.Step;
    private const int NoConflicts = -1;

    /// <summary>Where nothing leads through a corridor, it becomes so many times as wide, until it is as wide as any board.</summary>
    private const int Widening = 3;
    private const int AnyWidth = 500;

    /// <summary>From so many blocks on a corridor may end on the ground that a socket of the net starts from.</summary>
    private const int WidthIntoStarts = 9;
    private const int WidthToLayAgain = 6;

    /// <summary>What has moved leaves room for others; a second pass gives less than a per cent, and most boards are drawn tighter afterwards.</summary>
    private const int PassesToLayAgain = 1;

    /// <summary>Rounds after which corridors become wider, too: what is in conflict then has to go another way.</summary>
    private const int RoundsOfOneWidth = 5;

    private readonly LatticeBoard _board;
    private readonly LatticeCopper _copper;
    private readonly Wiring _wiring;
    private readonly LatticeNet[] _nets;
    private readonly Crew<LatticeSearch> _crew;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<int> _walledIn = [];
    private readonly int _mostWalledIn;

    // Of pieces to which nothing led through a narrower corridor: the blocks beside the next one's.
    private readonly Dictionary<(int Net, int Socket, int Top), int> _widths = [];

    /// <param name="ground">The sides' own.</param>
    /// <param name="mostWalledIn">Sockets without any way to them after which the board is given up.</param>
    public LatticeRouter(RoutingSide left, RoutingSide right, LatticeGround ground, int workers, CancellationToken cancellationToken, int mostWalledIn = int.MaxValue)
    {
        var plan = left.Plan;
        (_mostWalledIn, _cancellationToken) = (mostWalledIn, cancellationToken);
        _board = new(left, right, ground, workers);
        _copper = new(_board);
        _wiring = new(_board, _copper);
        _crew = new(workers, () => new(_board, _copper));
        var sockets = Enumerable.Range(0, plan.Sockets.Length).ToLookup(i => plan.Sockets[i].Net);
        _nets = [.. plan.Nets.Where(net => sockets.Contains(net.Id)).Select(net => new LatticeNet(net, [.. sockets[net.Id]], _board.Blocks.Count))];
    }

    public LatticeBoard Board => _board;

    public IReadOnlyList<LatticeNet> Nets => _nets;

    /// <summary>Sockets without copper.</summary>
    private int Lone => _nets.Sum(net => net.Lone.Count);

    /// <summary>Sockets that no way was found to, whatever is in it of other nets.</summary>
    public int WalledIn => _walledIn.Count;

    private bool IsGivenUp => WalledIn > _mostWalledIn;

    private long Looks => _crew.All.Sum(search => search.NodesExpanded);

    public void Dispose()
    {
        _crew.Dispose();
        _copper.Dispose();
        _board.Dispose();
    }

    /// <summary>Begins with the copper of an earlier routing.</summary>
    /// <returns>The number of sockets that it does not hold.</returns>
    public int Take(RoutedBoard earlier)
    {
        EarlierCopper.Lay(_board, _wiring, _nets, earlier);
        return Lone;
    }

    /// <summary>The copper of all nets.</summary>
    public RoutedBoard Tracks() => LatticeTracks.Of(_board, _copper, _nets, _crew.Workers);

    /// <summary>The same on the rules' grid.</summary>
    public Layout OnGrid(Ground ground) => LatticeLayout.Of(_board, _copper, _nets, ground);

    /// <summary>True where every net is in one piece, its bus included.</summary>
    public bool IsWhole() => _nets.All(_wiring.IsWhole);

    /// <summary>Joins what can be joined.</summary>
    /// <param name="layAgain">Look for shorter ways of all branches in the end.</param>
    /// <param name="keepBuses">Of nets that need no bus, too: others will join there.</param>
    /// <param name="progress">Told after every round how many sockets are joined.</param>
    /// <returns>The number of sockets that are not; null where the board was given up.</returns>
    public int? Route(bool layAgain, Action<RouteProgress>? progress, bool keepBuses = false)
    {
        // What was given up may find its way once all else has settled.
        var last = int.MaxValue;
        for (var attempt = 0; attempt < Attempts && Lone < last && (attempt == 0 || _nets.Any(net => net.Lone.Any(socket => !_walledIn.Contains(socket)))); attempt++)
        {
            last = attempt == 0 ? last : Lone;
            var isSettled = Negotiate(progress);
            if (IsGivenUp)
            {
                return null;
            }

            if (!isSettled)
            {
                GiveUpConflicts();
            }

            RemoveLoosePieces();
        }

        for (var pass = 0; layAgain && pass < PassesToLayAgain; pass++)
        {
            LayAgain();
        }

        foreach (var net in keepBuses ? [] : _nets)
        {
            _wiring.DropUnusedBus(net);
        }

        return Lone;
    }

    /// <summary>Of two in conflict the first loses.</summary>
    private void GiveUpConflicts()
    {
        foreach (var net in Enumerable.Range(0, _nets.Length).OrderBy(i => _nets[i].Sockets.Length))
        {
            _wiring.RipUp(_nets[net]);
            Join([net], NoConflicts, WidthOf(MaxRounds));
        }
    }

    private void RemoveLoosePieces()
    {
        foreach (var piece in PiecesOf([.. Enumerable.Range(0, _nets.Length)]))
        {
            _wiring.Remove(_nets[piece.Net], piece);
        }
    }

    /// <summary>
    /// Lays every branch again that has a shorter way now that nobody is in conflict: first the tips, then those that others hang on.
    /// </summary>
    private void LayAgain()
    {
        var tracks = _copper.TracksOf(_nets, _crew.Workers);
        var branches = new List<int>[_nets.Length];
        ForEach(_nets.Length, (_, net) => branches[net] = _wiring.BranchesOf(_nets[net], tracks[net]));
        var begins = branches.SelectMany((ofNet, net) => ofNet.Select(begin => (Net: net, Begin: begin))).ToArray();
        var tips = begins.Where(branch => _wiring.IsTip(_nets[branch.Net], branch.Begin)).ToArray();
        foreach (var batch in Apart(tips).Concat(Apart([.. begins.Except(tips)])))
        {
            LayAgain(batch);
        }
    }

    private void LayAgain((int Net, int Begin)[] begins)
    {
        var tracks = begins.Select((branch, i) => _wiring.Loosen(_nets[branch.Net], branch.Net, branch.Begin, i)).OfType<LooseTrack>().ToArray();
        var branches = new Branch[tracks.Length];
        ForEach(tracks.Length, (_, i) => branches[i] = _wiring.BranchOn(_nets[tracks[i].Net], tracks[i]));
        foreach (var branch in branches)
        {
            _wiring.Hang(_nets[branch.Piece.Net], branch);
        }

        var paths = new LatticePath?[branches.Length];
        ForEachLargestFirst(branches, branch => branch.Track.States.Length, (search, i) => paths[i] = search.FindShorter(_nets[branches[i].Piece.Net], branches[i], WidthToLayAgain));
        for (var i = 0; i < branches.Length; i++)
        {
            _wiring.Fasten(_nets[branches[i].Piece.Net], branches[i], paths[i]);
        }

        foreach (var net in branches.Select(branch => _nets[branch.Piece.Net]).Distinct())
        {
            net.JoinHanging();
        }
    }

    /// <summary>In batches of what lies apart: neighbours in the list are in different ones.</summary>
    private static IEnumerable<T[]> Apart<T>(T[] all) => NetBatches.Of(all.Length, Batch, round: 0).Select(batch => Array.ConvertAll(batch, i => all[i]));

    /// <summary>Does something with every number below a count, on all workers.</summary>
    private void ForEach(int count, Action<LatticeSearch, int> work)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _crew.ForEach(count, work);
    }

    /// <summary>The same with the largest first, so that no worker begins one when the others are done.</summary>
    private void ForEachLargestFirst<T>(T[] all, Func<T, int> size, Action<LatticeSearch, int> work)
    {
        int[] order = [.. Enumerable.Range(0, all.Length).OrderByDescending(i => size(all[i]))];
        ForEach(all.Length, (search, k) => work(search, order[k]));
    }

    /// <summary>Steps from a piece to where its bus begins, about; the search for it takes the longer. None from a socket without a way onto the lattice.</summary>
    private int StepsToBus(Piece piece) =>
        piece.States is [var first, ..] ? Math.Abs(_board.Node(first) % _board.Grid.Columns - _board.EntryColumn(_nets[piece.Net].Side)) : 0;

    private bool Negotiate(Action<RouteProgress>? progress)
    {
        var price = FirstPrice;
        var ripped = new HashSet<int>();
        var (marked, slow) = (int.MaxValue, 0);
        for (var round = 0; slow < RoundsToSettleSome && round < MaxRounds && Looks <= (long)LooksASocket * _board.Plan.Sockets.Length; round++)
        {
            ripped.Clear();
            foreach (var nets in NetBatches.Of(_nets.Length, round < Patience ? NetsAtOnce : 1, round).TakeWhile(_ => !IsGivenUp))
            {
                foreach (var net in nets)
                {
                    _wiring.RipUp(_nets[net]);
                }

                // A net that lost something joins it again.
                ripped.UnionWith(nets.Where(net => _nets[net].Lone.Count > 0 || _nets[net].Tops.Count > 0));

                Join(nets, price, WidthOf(round));
            }

            if (IsGivenUp)
            {
                return false;
            }

            Settled();
            Report(progress, round, ripped);
            if (_copper.Contested.Count == 0 && _copper.ContestedVias.Count == 0)
            {
                return true;
            }

            var contested = _copper.Contested.Count + _copper.ContestedVias.Count;
            (marked, slow) = contested < marked - marked / 8 || contested <= FewContested || round < Patience ? (contested, 0) : (marked, slow + 1);
            price = Math.Min(HighestPrice, price + price / 2);
        }

        return false;
    }

    private static int WidthOf(int round)
    {
        var width = 1;
        for (var r = RoundsOfOneWidth; r <= round && Widening * width < AnyWidth; r += RoundsOfOneWidth)
        {
            width *= Widening;
        }

        return width;
    }

    private void Report(Action<RouteProgress>? progress, int round, HashSet<int> ripped)
    {
        foreach (var side in (ReadOnlySpan<Side>)(progress is null ? [] : [Side.Left, Side.Right]))
        {
            var nets = _nets.Where(net => net.Side == side).ToList();
            var contested = nets.Sum(net => _copper.Contested.Count(state => _copper.HasTrack(state, net.Id)));
            var sockets = nets.Sum(net => net.Sockets.Length);
            var joined = Math.Max(0, sockets - nets.Sum(net => net.Lone.Count) - contested);

            progress!(new(side, round, joined, sockets, () => LatticeTracks.Of(_board, _copper, nets, workers: 1))
            {
                Stage = "coarse",
                Nets = [.. ripped.Order().Select(net => _nets[net]).Where(net => net.Side == side).Select(net => _board.Plan.Net(net.Id).Name)],
                Overuse = _copper.Contested.Count + _copper.ContestedVias.Count,
                NodesExpanded = Looks,
            });
        }
    }

    /// <summary>Drops what is no longer contested.</summary>
    private void Settled()
    {
        Keep(_copper.Contested, _copper.IsContested);
        Keep(_copper.ContestedVias, _copper.IsContestedVia);

        static void Keep(List<int> list, Func<int, bool> isContested)
        {
            int[] kept = [.. list.Distinct().Where(isContested)];
            list.Clear();
            list.AddRange(kept);
        }
    }

    /// <summary>Joins the pieces of some nets, until none is left that can be.</summary>
    /// <param name="width">Blocks beside a corridor at first.</param>
    private void Join(int[] nets, int price, int width)
    {
        _widths.Clear();
        Piece[] pieces;
        while ((pieces = [.. PiecesOf(nets).Where(piece => !_walledIn.Contains(piece.Socket) && WidthOf(piece, width) < AnyWidth)]).Length > 0)
        {
            var hasChanged = false;
            foreach (var batch in Apart(pieces))
            {
                hasChanged |= Join(batch, price, width);
            }

            if (!hasChanged)
            {
                // Ways that were found and could not be laid would be found again for ever.
                Array.ForEach(pieces, piece => Widen(piece, width, price));
            }
        }
    }

    private int WidthOf(Piece piece, int width) => Math.Max(width, _widths.GetValueOrDefault(KeyOf(piece)));

    /// <summary>
    /// True where narrower corridors led nowhere and a wider one is still far from all of the board: the piece aims at another that nobody else comes to,
    /// and the bus is far. On a smaller board the search comes to the bus soon, where others may join it.
    /// </summary>
    private bool MayEnterStarts(Piece piece, int width) =>
        WidthOf(piece, width) >= WidthIntoStarts && width < WidthIntoStarts && 2 * Widening * WidthIntoStarts < Math.Min(_board.Blocks.Columns, _board.Blocks.Rows);

    /// <summary>The next search for a piece goes through a wider corridor.</summary>
    private void Widen(Piece piece, int width, int price)
    {
        var wider = Widening * WidthOf(piece, width);
        _widths[KeyOf(piece)] = wider;
        if (wider >= AnyWidth && price != NoConflicts && piece.Socket >= 0)
        {
            // No way at all leads there, at any price.
            _walledIn.Add(piece.Socket);
        }
    }

    private static (int, int, int) KeyOf(Piece piece) => (piece.Net, piece.Socket, piece.Socket < 0 ? piece.States[0] : 0);

    /// <summary>The pieces of some nets that are not on their buses.</summary>
    private Piece[] PiecesOf(int[] nets)
    {
        var pieces = nets.SelectMany(net => _wiring.TopsOf(_nets[net], net)).ToArray();
        ForEach(pieces.Length, (_, i) => pieces[i] = _wiring.Whole(_nets[pieces[i].Net], pieces[i]));
        foreach (var net in nets.Where(net => _nets[net].IsOffBus))
        {
            _wiring.TakeBusAgain(_nets[net], pieces.Where(piece => piece.Net == net && piece.Socket < 0));
        }

        return pieces;
    }

    /// <summary>Joins pieces, perhaps to others that are loose, too; those to which nothing led get a wider corridor the next time.</summary>
    /// <returns>True where a piece was joined or gets a wider corridor.</returns>
    private bool Join(Piece[] pieces, int price, int width)
    {
        var paths = new LatticePath?[pieces.Length];
        ForEachLargestFirst(pieces, StepsToBus, (search, i) =>
        {
            var net = _nets[pieces[i].Net];
            paths[i] = net.PieceOf(pieces[i].Label) == LatticeNet.Root ? null : search.Find(net, pieces[i], price, WidthOf(pieces[i], width), MayEnterStarts(pieces[i], width));
        });
        var hasChanged = false;
        for (var i = 0; i < pieces.Length; i++)
        {
            var net = _nets[pieces[i].Net];
            if (paths[i] is { } path)
            {
                hasChanged |= _wiring.Lay(net, pieces[i], path);
            }
            else if (net.PieceOf(pieces[i].Label) != LatticeNet.Root)
            {
                hasChanged = true;
                Widen(pieces[i], width, price);
            }
        }

        return hasChanged;
    }
}
