using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// One lattice for both layers, between the lines where the bus areas are entered. Its lines lie a track pitch apart or
/// more, and steps are upright, so that tracks of two nets keep their distance where they share no node.
/// </summary>
/// <remarks>A state is a node on a layer: those of the front come first.</remarks>
internal sealed class LatticeBoard : IDisposable
{
    private readonly RoutingSide[] _sides;
    private readonly LatticeFrame _frame;
    private readonly CopperMap _vias;
    private readonly bool[][] _hasEntry;

    /// <param name="ground">The sides' own.</param>
    public LatticeBoard(RoutingSide left, RoutingSide right, LatticeGround ground, int workers)
    {
        (Plan, _frame, _sides) = (left.Plan, ground.Frame, [left, right]);
        (Grid, Count) = (_frame.Grid, _frame.Grid.Count);
        Delta = [Grid.Delta[0], Grid.Delta[2], Grid.Delta[4], Grid.Delta[6]];
        Starts = [.. Plan.Sockets.Select(_ => Array.Empty<SocketStart>())];
        Moves = PooledArray.Rent<byte>(2 * Count);
        Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = workers }, () => FindStarts(left, ground), () => FindStarts(right, ground));
        _vias = ground.Vias.Copy();
        FindMovesToStarts();
        KeepFromVias();
        Blocks = new(Grid);
        Exits = FindExits();
        _hasEntry = [BlocksWithEntries(Side.Left), BlocksWithEntries(Side.Right)];
    }

    public RoutingPlan Plan { get; }

    public RoutingGrid Grid { get; }

    /// <summary>Nodes.</summary>
    public int Count { get; }

    /// <summary>Index distance to the neighbour right, above, left and below.</summary>
    public int[] Delta { get; }

    /// <summary>By state: bits 0 to 3 the directions in which the neighbour can be reached; bits 4 to 7 those in which only the net can whose socket starts there.</summary>
    public byte[] Moves { get; }

    /// <summary>Ways of each socket of the plan onto the lattice, on its side's layer of tracks.</summary>
    public SocketStart[][] Starts { get; }

    public Blocks Blocks { get; }

    /// <summary>By block: the directions in which a track may leave it on some layer, a bit each.</summary>
    public byte[] Exits { get; }

    public void Dispose()
    {
        _vias.Dispose();
        PooledArray.Return(Moves);
    }

    public int Node(int state) => state < Count ? state : state - Count;

    public int OtherLayer(int state) => state < Count ? state + Count : state - Count;

    /// <summary>The state that a link leads to, see <see cref="Claim.Links"/>.</summary>
    public int Neighbour(int state, int link) => link == Claim.ByVia ? OtherLayer(state) : state + Delta[link];

    /// <summary>The link from a state to its neighbour.</summary>
    public int LinkTo(int from, int to) => to == OtherLayer(from) ? Claim.ByVia : Array.IndexOf(Delta, to - from);

    public int BlockOf(int state) => Blocks.Of(Node(state));

    /// <summary>True where a side's bus area is entered from a block.</summary>
    public bool HasEntry(Side side, int block) => _hasEntry[(int)side][block];

    /// <summary>The state where a socket's start is.</summary>
    public int StateOf(int socket, int start) => First(SideOf(socket)) + Starts[socket][start].Node;

    /// <summary>The states where the starts of a socket are.</summary>
    public IEnumerable<int> StatesOf(int socket) => Starts[socket].Select(start => First(SideOf(socket)) + start.Node);

    /// <summary>The column where a side's bus area is entered.</summary>
    public int EntryColumn(Side side) => side == Side.Left ? 0 : Grid.Columns - 1;

    /// <summary>True where a net of a side may go on from a state to its bus.</summary>
    public bool IsEntryOf(Side side, int state)
    {
        var node = state - First(side);
        return (uint)node < (uint)Count && Grid.Column(node) == EntryColumn(side) && _frame.IsEntry[(int)side][Grid.Row(node)];
    }

    /// <summary>States from which a side's nets go on to their buses.</summary>
    public IEnumerable<int> EntriesOf(Side side) =>
        Enumerable.Range(0, Grid.Rows).Where(row => _frame.IsEntry[(int)side][row]).Select(row => First(side) + Grid.Node(EntryColumn(side), row));

    /// <summary>True where a net may have a via, as far as modules and the edge are concerned: nowhere near the areas of the buses.</summary>
    public bool MayHaveVia(int node, ushort net) => !_vias.IsForeign(node, net);

    /// <summary>The node of the routing grid.</summary>
    public int FineNode(int node) => _frame.FineNode(node);

    public Point At(int node) => Grid.At(node);

    /// <summary>The centre line from a socket to the lattice.</summary>
    public Point[] Way(int socket, int start) => Starts[socket][start].Way(AccessesOf(socket), _sides[0].Grid);

    public SocketAccess AccessOf(int socket, int start) => AccessesOf(socket)[Starts[socket][start].Access];

    private ImmutableArray<SocketAccess> AccessesOf(int socket) => _sides[(int)SideOf(socket)].Accesses(Plan.Sockets[socket].Id);

    private Side SideOf(int socket) => Plan.SideOf(Plan.Sockets[socket]);

    /// <summary>The first state on the layer of a side's tracks.</summary>
    private int First(Side side) => (int)side.TrackLayer() * Count;

    private byte[] FindExits()
    {
        var exits = new byte[Blocks.Count];
        for (var node = 0; node < Count; node++)
        {
            int column = Grid.Column(node), row = Grid.Row(node);
            var inside = (column & Blocks.Mask) switch { 0 => 4, Blocks.Mask => 1, _ => 0 } | (row & Blocks.Mask) switch { 0 => 8, Blocks.Mask => 2, _ => 0 };
            exits[Blocks.Of(column, row)] |= (byte)((Moves[node] | Moves[node + Count]) & inside);
        }

        return exits;
    }

    private bool[] BlocksWithEntries(Side side)
    {
        var blocks = new bool[Blocks.Count];
        foreach (var state in EntriesOf(side))
        {
            blocks[BlockOf(state)] = true;
        }

        return blocks;
    }

    /// <summary>Finds the starts of a side's sockets, and where its tracks can go beside them.</summary>
    private void FindStarts(RoutingSide side, LatticeGround ground)
    {
        using var lattice = ground.Sides[(int)side.Side].Copy();
        PlannedSocket[] sockets = [.. side.Sockets.OrderBy(socket => socket.Id)];
        var starts = SocketStartFinder.Find(side, _frame, lattice, sockets);
        var indices = Enumerable.Range(0, Plan.Sockets.Length).ToDictionary(i => Plan.Sockets[i].Id);
        for (var i = 0; i < sockets.Length; i++)
        {
            Starts[indices[sockets[i].Id]] = starts[i];
        }

        lattice.Moves.CopyTo(Moves.AsSpan(First(side.Side)));
    }

    /// <summary>The ground of a net that a start stands on can be left, but nobody comes onto it: the way back is as clear, for the net itself.</summary>
    private void FindMovesToStarts()
    {
        for (var socket = 0; socket < Starts.Length; socket++)
        {
            foreach (var state in StatesOf(socket))
            {
                for (var link = 0; link < Delta.Length; link++)
                {
                    var back = LatticeCopper.Opposite(link);
                    if ((Moves[state] >> link & 1) != 0 && (Moves[state + Delta[link]] >> back & 1) == 0)
                    {
                        Moves[state + Delta[link]] |= (byte)(1 << (4 + back));
                    }
                }
            }
        }
    }

    /// <summary>Keeps other nets' vias away from the ways of sockets onto the lattice.</summary>
    private void KeepFromVias()
    {
        for (var socket = 0; socket < Starts.Length; socket++)
        {
            for (var start = 0; start < Starts[socket].Length; start++)
            {
                foreach (var node in Grid.NodesNear(Way(socket, start), Plan.Rules.ViaToTrack))
                {
                    _vias.Claim(node, (ushort)Plan.Sockets[socket].Net);
                }
            }
        }
    }
}
