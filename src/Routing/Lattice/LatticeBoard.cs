using System.Buffers;
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
    private readonly RoutingGrid _grid;
    private readonly RoutingSide[] _sides;
    private readonly FlowLattice[] _lattices;
    private readonly CopperMap _vias;
    private readonly bool[][] _hasEntry;

    private const int LeastColumns = 2 * LatticeBlocks.Size;

    /// <summary>True where there is room for a lattice between the bus areas.</summary>
    /// <param name="coarseness">Track pitches from line to line.</param>
    public static bool Fits(RoutingSide left, RoutingSide right, int coarseness) =>
        BusEntries.Column(right) - BusEntries.Column(left) >= LeastColumns * coarseness * BusEntries.Stride(left);

    /// <param name="ground">The sides' own.</param>
    public LatticeBoard(RoutingSide left, RoutingSide right, LatticeGround ground, int workers)
    {
        (Plan, _grid, _sides) = (left.Plan, left.Grid, [left, right]);
        _lattices = [ground.Left.Copy(), ground.Right.Copy()];
        (Columns, Rows, Pitch, IsEntry) = (ground.Columns, ground.Left.Rows, ground.Pitch, ground.IsEntry);
        Count = Columns * Rows;
        Delta = [1, Columns, -1, -Columns];
        Starts = [.. Plan.Sockets.Select(_ => Array.Empty<FlowStart>())];
        Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = workers }, () => FindStarts(left), () => FindStarts(right));
        _vias = ground.Vias.Copy();
        KeepFromVias();
        Moves = ArrayPool<byte>.Shared.Rent(2 * Count);
        FindMoves();
        Blocks = LatticeBlocks.Over(Columns, Rows);
        Exits = FindExits();
        _hasEntry = [BlocksWithEntries(Side.Left), BlocksWithEntries(Side.Right)];
    }

    public RoutingPlan Plan { get; }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>Nodes.</summary>
    public int Count { get; }

    /// <summary>From line to line; nanometres.</summary>
    public long Pitch { get; }

    /// <summary>Index distance to the neighbour right, above, left and below.</summary>
    public int[] Delta { get; }

    /// <summary>By state: the directions in which the neighbour can be reached, a bit each.</summary>
    public byte[] Moves { get; }

    /// <summary>Ways of each socket of the plan onto the lattice, on its side's layer of tracks.</summary>
    public FlowStart[][] Starts { get; }

    /// <summary>By side and row: whether the bus area is entered there.</summary>
    public bool[][] IsEntry { get; }

    public LatticeBlocks Blocks { get; }

    /// <summary>By block: the directions in which a track may leave it on some layer, a bit each.</summary>
    public byte[] Exits { get; }

    public void Dispose()
    {
        _lattices[0].Dispose();
        _lattices[1].Dispose();
        _vias.Dispose();
        ArrayPool<byte>.Shared.Return(Moves);
    }

    public int Node(int state) => state < Count ? state : state - Count;

    public int OtherLayer(int state) => state < Count ? state + Count : state - Count;

    /// <summary>The state that a link leads to, see <see cref="Claim.Links"/>.</summary>
    public int Neighbour(int state, int link) => link == Claim.ByVia ? OtherLayer(state) : state + Delta[link];

    /// <summary>The link from a state to its neighbour.</summary>
    public int LinkTo(int from, int to) => to == OtherLayer(from) ? Claim.ByVia : Array.IndexOf(Delta, to - from);

    public int BlockOf(int state)
    {
        int node = Node(state), row = node / Columns;
        return Blocks.Of(node - row * Columns, row);
    }

    /// <summary>True where a side's bus area is entered from a block.</summary>
    public bool HasEntry(Side side, int block) => _hasEntry[(int)side][block];

    /// <summary>The state where a socket's start is.</summary>
    public int StateOf(Side side, FlowStart start) => (int)side.TrackLayer() * Count + NodeOf(side, start.Node);

    /// <summary>The column where a side's bus area is entered.</summary>
    public int EntryColumn(Side side) => side == Side.Left ? 0 : Columns - 1;

    /// <summary>True where a net of a side may go on from a state to its bus.</summary>
    public bool IsEntryOf(Side side, int state)
    {
        var node = state - (int)side.TrackLayer() * Count;
        return (uint)node < (uint)Count && node % Columns == EntryColumn(side) && IsEntry[(int)side][node / Columns];
    }

    /// <summary>States from which a side's nets go on to their buses.</summary>
    public IEnumerable<int> EntriesOf(Side side) =>
        Enumerable.Range(0, Rows).Where(row => IsEntry[(int)side][row]).Select(row => (int)side.TrackLayer() * Count + row * Columns + EntryColumn(side));

    /// <summary>True where a net may have a via, as far as modules and the edge are concerned.</summary>
    public bool MayHaveVia(int node, ushort net) => !_vias.IsForeign(node, net);

    /// <summary>The node of the routing grid.</summary>
    public int GridNode(int node) => _lattices[0].GridNode(node / Columns * _lattices[0].Columns + node % Columns);

    public Point At(int node) => _grid.At(GridNode(node));

    /// <summary>The first node on the level or upright line from a point to the right or upwards; negative where the point lies on no line, or outside.</summary>
    public int NodeAtOrAfter(Point p) => NodeNear(p, Pitch - 1);

    /// <summary>The same to the left or downwards.</summary>
    public int NodeAtOrBefore(Point p) => NodeNear(p, 0);

    private int NodeNear(Point p, long ahead)
    {
        var from = p - At(0);
        if ((from.X % Pitch != 0 && from.Y % Pitch != 0) || from.X + ahead < 0 || from.Y + ahead < 0)
        {
            return -1;
        }

        long column = (from.X + ahead) / Pitch, row = (from.Y + ahead) / Pitch;
        return column < Columns && row < Rows ? (int)(row * Columns + column) : -1;
    }

    /// <summary>The centre line from a socket to the lattice.</summary>
    public Point[] Way(int socket, int start) => Starts[socket][start].Way(AccessesOf(socket), _grid);

    public SocketAccess AccessOf(int socket, int start) => AccessesOf(socket)[Starts[socket][start].Access];

    private ImmutableArray<SocketAccess> AccessesOf(int socket) => _sides[(int)Plan.SideOf(Plan.Sockets[socket])].Accesses(Plan.Sockets[socket].Id);

    private int NodeOf(Side side, int latticeNode)
    {
        var lattice = _lattices[(int)side];
        var column = lattice.Column(latticeNode);
        return lattice.Row(latticeNode) * Columns + (side == Side.Left ? column : Columns - 1 - column);
    }

    private byte[] FindExits()
    {
        var exits = new byte[Blocks.Count];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var inside = (column & LatticeBlocks.Mask) switch { 0 => 4, LatticeBlocks.Mask => 1, _ => 0 }
                    | (row & LatticeBlocks.Mask) switch { 0 => 8, LatticeBlocks.Mask => 2, _ => 0 };
                var node = row * Columns + column;
                exits[Blocks.Of(column, row)] |= (byte)((Moves[node] | Moves[node + Count]) & inside);
            }
        }

        return exits;
    }

    private bool[] BlocksWithEntries(Side side)
    {
        var blocks = new bool[Blocks.Count];
        for (var row = 0; row < Rows; row++)
        {
            blocks[Blocks.Of(EntryColumn(side), row)] |= IsEntry[(int)side][row];
        }

        return blocks;
    }

    private void FindMoves()
    {
        FlowLattice left = _lattices[0], right = _lattices[1];
        int front = (int)Side.Left.TrackLayer() * Count, back = (int)Side.Right.TrackLayer() * Count;
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                // Inwards is to the left on the right side.
                var fromRight = right.OpenAt(row * right.Columns + Columns - 1 - column);
                var mirrored = (fromRight & 10) | (fromRight & 1) << 2 | (fromRight & 4) >> 2;
                var inside = (column + 1 < Columns ? 15 : 14) & (column > 0 ? 15 : 11);
                Moves[front + row * Columns + column] = (byte)(left.OpenAt(row * left.Columns + column) & inside);
                Moves[back + row * Columns + column] = (byte)(mirrored & inside);
            }
        }
    }

    private void FindStarts(RoutingSide side)
    {
        PlannedSocket[] sockets = [.. side.Sockets.OrderBy(socket => socket.Id)];
        var starts = FlowStartFinder.Find(side, _lattices[(int)side.Side], sockets);
        var indices = Enumerable.Range(0, Plan.Sockets.Length).ToDictionary(i => Plan.Sockets[i].Id);
        for (var i = 0; i < sockets.Length; i++)
        {
            Starts[indices[sockets[i].Id]] = [.. starts[i].Where(start => _lattices[(int)side.Side].Column(start.Node) < Columns)];
        }
    }

    /// <summary>Keeps other nets' vias away from the ways of sockets onto the lattice.</summary>
    private void KeepFromVias()
    {
        for (var socket = 0; socket < Starts.Length; socket++)
        {
            for (var start = 0; start < Starts[socket].Length; start++)
            {
                KeepFromVias(Way(socket, start), (ushort)Plan.Sockets[socket].Net);
            }
        }
    }

    private void KeepFromVias(Point[] copper, ushort net)
    {
        var reach = Plan.Rules.ViaToTrack;
        var corner = At(0);
        var box = Box.Around(copper).Inflate((long)reach);
        for (var row = Line(box.Bottom - corner.Y, Rows); row <= Line(box.Top - corner.Y, Rows); row++)
        {
            for (var column = Line(box.Left - corner.X, Columns); column <= Line(box.Right - corner.X, Columns); column++)
            {
                var at = corner + new Point(column * Pitch, row * Pitch);
                for (var i = 1; i < copper.Length; i++)
                {
                    if (Segments.PointToSegment(at, copper[i - 1], copper[i]) < reach - 0.5)
                    {
                        ref var owner = ref _vias.Owner[row * Columns + column];
                        owner = owner == 0 || owner == net ? net : CopperMap.Blocked;
                    }
                }
            }
        }
    }

    private int Line(long offset, int lines) => (int)Math.Clamp(offset / Pitch, 0, lines - 1);
}
