using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Lattice;

/// <summary>Boards large enough to be routed as a whole.</summary>
internal static class WholeBoards
{
    public const int Modules = 30;

    public static PlacedBoard Board(int seed, long grid = 250_000, long offGrid = 0) => SyntheticBoards.Random(
        seed, Modules, gap: 3_000_000, step: offGrid == 0 ? 250_000 : offGrid, slack: 1.5, rules: DesignRules.Default with { Grid = grid });

    public static BoardRouting Route(PlacedBoard board) => new BoardRouter(RoutePlanner.Plan(board).Plan).Route(null, 1, null, default);
}
