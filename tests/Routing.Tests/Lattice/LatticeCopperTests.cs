using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Lattice;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Lattice;

/// <summary>Copper on the coarse graph: laid by <see cref="Wiring"/>, drawn by <see cref="LatticeTracks"/>, read back by <see cref="EarlierCopper"/>.</summary>
public sealed class LatticeCopperTests : IDisposable
{
    private readonly BoardRouter _router = new(RoutePlanner.Plan(SyntheticBoards.Random(4, 10, rules: DesignRules.Default, slack: 1.5)).Plan);
    private readonly LatticeGround _ground;
    private readonly RoutingSide _left;
    private readonly RoutingSide _right;

    public LatticeCopperTests()
    {
        (_left, _right) = (_router.SideOf(Side.Left), _router.SideOf(Side.Right));
        _ground = new(_left, _right, coarseness: 2, workers: 1);
    }

    public void Dispose()
    {
        _ground.Dispose();
        _router.Dispose();
    }

    [Fact]
    public void What_is_drawn_is_read_back_and_drawn_again()
    {
        using var first = new LatticeRouter(_left, _right, _ground, workers: 1, default);
        Assert.Equal(0, first.Route(layAgain: true, progress: null));
        Assert.True(first.IsWhole());
        var drawn = first.Tracks();
        Assert.Empty(drawn.Unconnected);

        using var second = new LatticeRouter(_left, _right, _ground, workers: 1, default);
        Assert.Equal(0, second.Take(drawn));
        Assert.True(second.IsWhole());
        var again = second.Tracks();
        Assert.Equal(Pieces(drawn), Pieces(again));
        Assert.Equal(drawn.Vias.ToHashSet(), again.Vias.ToHashSet());

        using var layout = first.OnGrid(_left.Ground);
        Assert.True(layout.IsJoined);
        Assert.Equal(drawn.CopperLength, layout.Copper().CopperLength, tolerance: 1_000);
    }

    /// <summary>From a socket to its bus, by <see cref="LatticeSearch"/> in the corridor of <see cref="LatticeLookahead"/>.</summary>
    [Fact]
    public void A_piece_is_joined_by_a_way_that_its_corridor_holds_and_can_be_taken_off_again()
    {
        using var board = new LatticeBoard(_left, _right, _ground, workers: 1);
        using var copper = new LatticeCopper(board);
        using var search = new LatticeSearch(board, copper);
        using var lookahead = new LatticeLookahead(board, copper);
        var wiring = new Wiring(board, copper);
        var planned = board.Plan.Nets.First(net => board.Plan.Sockets.Any(socket => socket.Net == net.Id));
        int[] sockets = [.. Enumerable.Range(0, board.Plan.Sockets.Length).Where(i => board.Plan.Sockets[i].Net == planned.Id)];
        var net = new LatticeNet(planned, sockets, board.Blocks.Count);
        var piece = wiring.TopsOf(net, 0).First(socket => socket.States.Length > 0);
        var path = search.Find(net, piece, price: 16, width: 2, intoStarts: false)!;
        Assert.Contains(path.States[0], piece.States);
        Assert.All(Enumerable.Range(1, path.States.Length - 1), i => Assert.InRange(board.LinkTo(path.States[i - 1], path.States[i]), 0, 4));

        Assert.True(lookahead.At(net, piece.Label, piece.States, width: 2));
        Assert.All(path.States, state => Assert.True(lookahead.IsInside(board.BlockOf(state))));
        var (begin, end) = (board.Node(path.States[0]), board.Node(path.States[^1]));
        Assert.InRange(lookahead.Estimate(board.Grid.Column(begin), board.Grid.Row(begin)), 0, 2 * path.States.Length + 60);
        Assert.True(path.IsEntry || path.Socket >= 0);
        Assert.NotEqual(begin, end);

        Assert.True(wiring.Lay(net, piece, path));
        Assert.False(wiring.Lay(net, piece, path));
        Assert.All(path.States, state => Assert.True(copper.HasTrack(state, net.Id)));
        Assert.All(path.States, state => Assert.Equal(1, copper.Others(state, (ushort)(net.Id + 1))));
        wiring.Remove(net, piece with { States = path.States });
        Assert.All(path.States, state => Assert.False(copper.HasTrack(state, net.Id)));
        Assert.All(path.States, state => Assert.Equal(0, copper.Others(state, (ushort)(net.Id + 1))));
        Assert.Equal(sockets, net.Lone.ToArray());
    }

    /// <summary>Where a socket's way takes nodes that the lattice does not see, <see cref="LatticeSide"/> keeps them for it.</summary>
    [Fact]
    public void Nodes_near_a_sockets_way_are_kept_for_its_owner_and_steps_past_it_closed()
    {
        using var side = _ground.Sides[0].Copy();
        var grid = _ground.Frame.Grid;
        var free = Enumerable.Range(0, grid.Count).First(node => grid.Column(node) > 3 && side.Moves[node] == 15 && side.Moves[node + 1] == 15);
        Point[] way = [grid.At(free), new(grid.At(free).X, grid.At(free).Y + 50_000)];
        side.Keep(way, owner: 1);
        Assert.True(side.IsFreeFor(free, owner: 1));
        Assert.False(side.IsFreeFor(free, owner: 2));
        Assert.Equal(0, side.Moves[free - 1] & 1);
        Assert.Equal(15, _ground.Sides[0].Moves[free]);
        side.Keep(way, owner: 2);
        Assert.False(side.IsFreeFor(free, owner: 1));
    }

    /// <summary>By <see cref="SocketStartFinder"/>, each a <see cref="SocketStart"/>.</summary>
    [Fact]
    public void Starts_of_a_socket_come_cheapest_first_and_end_on_nodes_of_the_lattice()
    {
        using var board = new LatticeBoard(_left, _right, _ground, workers: 1);
        Assert.True(board.Starts.Count(starts => starts.Length > 0) > board.Starts.Length / 2);
        Assert.All(board.Starts.Select((starts, socket) => (starts, socket)), entry =>
        {
            Assert.Equal(entry.starts.Select(start => start.Cost).Order(), entry.starts.Select(start => start.Cost));
            for (var i = 0; i < entry.starts.Length; i++)
            {
                var way = board.Way(entry.socket, i);
                Assert.Equal(board.Plan.Sockets[entry.socket].Start, way[0]);
                Assert.Equal(board.At(entry.starts[i].Node), way[^1]);
            }
        });
    }

    /// <summary>From whichever end they are drawn.</summary>
    private static HashSet<(string Net, CopperLayer Layer, Point A, Point B)> Pieces(RoutedBoard board) =>
    [
        .. from track in board.Tracks
           from piece in track.Pieces
           select (piece.A.X, piece.A.Y).CompareTo((piece.B.X, piece.B.Y)) < 0 ? (track.Net, track.Layer, piece.A, piece.B) : (track.Net, track.Layer, piece.B, piece.A),
    ];
}
