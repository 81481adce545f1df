using MakeDevice.RandomBoards;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests;

/// <summary>Random legal placements of the sample modules: what is delivered is sound, and small boards are completed. Large ones are for the benchmarks.</summary>
public class RandomPlacementTests
{
    private const ulong Seed = 2;

    private static readonly FolderModuleLibrary Library = new(Path.Combine(RealBoards.Samples, "modules"));

    [Fact]
    public async Task The_same_seed_gives_the_same_boards()
    {
        var (one, other) = (await MakerAsync(60), await MakerAsync(60));
        Assert.All(Enumerable.Range(1, 5), number => Assert.Equal(one.Make(Seed, number).Json, other.Make(Seed, number).Json));
        Assert.NotEqual(one.Make(Seed, 1).Json, one.Make(Seed + 1, 1).Json);
    }

    [Fact]
    public async Task Placements_are_legal_and_of_every_density()
    {
        var maker = await MakerAsync(20);
        var boards = Enumerable.Range(1, 60).Select(number => maker.Make(Seed, number)).ToArray();
        Assert.All(boards, board =>
        {
            var (placed, issues) = Place(board);
            Assert.Empty(issues);
            Assert.Equal(board.Modules, placed!.Modules.Length);
        });
        Assert.Equal(Enum.GetValues<Density>(), boards.Select(board => board.Density).Distinct().Order());
    }

    [Fact]
    public async Task Small_boards_are_completed_and_sound()
    {
        var maker = await MakerAsync(8);
        Assert.All(Enumerable.Range(1, Series.Of(10, 25)), number =>
        {
            var board = Place(maker.Make(Seed, number)).Board!;
            var routed = BoardStages.Route(board, 2, null, default).Routed;
            Assert.Empty(routed.Unconnected);
            Assert.Empty(BoardStages.Verify(board, routed).Issues);
        });
    }

    private static Task<RandomBoardMaker> MakerAsync(int mostModules) => RandomBoardMaker.OfAsync(Library, "", mostModules, default);

    private static (PlacedBoard? Board, IEnumerable<Issue> Issues) Place(RandomBoard random)
    {
        var (project, issues) = BoardStages.ReadProject(random.Json);
        Assert.Empty(issues);
        var (packages, missing) = BoardStages.LoadModulesAsync(project!, Library, default).GetAwaiter().GetResult();
        Assert.Empty(missing);
        return BoardStages.Place(project!, packages, DesignRules.Default);
    }
}
