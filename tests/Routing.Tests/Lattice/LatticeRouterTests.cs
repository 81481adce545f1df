using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Lattice;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Explanation;

namespace MakeDevice.Routing.Tests.Lattice;

public class LatticeRouterTests
{
    /// <summary>Rows of sockets, a net each, and one in a well that no line of the lattice passes.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_socket_without_a_way_onto_the_lattice_leaves_the_others_theirs(int workers)
    {
        const int Rows = 4, InRow = 20;
        var rows = from row in Enumerable.Range(0, Rows)
                   let y = 7.0 * row - 12
                   select new Block($"row{row}", [(-60, y - 2, 60, y)], [.. Enumerable.Range(0, InRow).Select(i => ($"N{row}", 5.5 * i - 54, y))]);
        var well = new Block("well", [(70, 0, 78, 4), (70, 4.5, 78, 8), (70, 4, 73.25, 4.5), (73.75, 4, 78, 4.5)], ("N0", 73.5, 4));
        using var router = new BoardRouter(RoutePlanner.Plan(WalledBoards.Place(DesignRules.Default, 200, [.. rows, well])).Plan);
        var left = router.SideOf(Side.Left);
        var right = router.SideOf(Side.Right);
        using var ground = new LatticeGround(left, right, coarseness: 2, workers);
        using var lattice = new LatticeRouter(left, right, ground, workers, default);
        Assert.Single(lattice.Board.Starts, starts => starts.Length == 0);
        Assert.Equal(1, lattice.Route(layAgain: true, progress: null));
        Assert.Equal([Rows * InRow], lattice.Nets.SelectMany(net => net.Lone));

        using var choosy = new LatticeRouter(left, right, ground, workers, default, mostWalledIn: 0);
        Assert.Null(choosy.Route(layAgain: true, progress: null));
    }
}
