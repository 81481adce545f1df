using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests;

public class DrawingMemoryTests
{
    [Theory]
    [InlineData(74, 10_000, 0, true)]
    [InlineData(75, 10_000, 0, false)]
    [InlineData(75, 9_800, 0, true)]
    [InlineData(75, 9_800, 5_000, false)]
    public void What_all_copies_of_a_modules_drawings_take_is_bounded(int modules, int flashes, int holes, bool fits)
    {
        var detailed = Detailed(flashes, holes);
        var issue = DrawingMemory.Check(TestBoards.Of([.. Enumerable.Repeat(detailed, modules)]) with { MostMegabytes = 148 });
        Assert.Equal(fits, issue is null);
        Assert.True(fits || issue!.Severity == Routing.Issues.Severity.Error);
    }

    [Fact]
    public void The_module_that_takes_most_is_named()
    {
        var twice = Detailed(15_000, 0);
        var issue = DrawingMemory.Check(TestBoards.Of(Detailed(20_000, 0), twice, twice) with { MostMegabytes = 5 });
        Assert.Equal("BOARD_TOO_DETAILED neededMb=10 availableMb=5 module=m_1.0 moduleMb=6", issue?.ToString());
    }

    [Fact]
    public async Task A_board_that_is_too_detailed_ends_before_it_is_routed()
    {
        var source = new BoardSource(File.ReadAllBytes(Path.Combine(RealBoards.Samples, "projects", "dense.MakeDevice")));
        var library = new FolderModuleLibrary(Path.Combine(RealBoards.Samples, "modules"));
        Assert.NotNull((await BoardStages.ReadBoardAsync(source, library, CancellationToken.None)).Board);
        var (board, issues) = await BoardStages.ReadBoardAsync(source with { MostMegabytes = 1 }, library, CancellationToken.None);
        Assert.Null(board);
        Assert.Contains(issues, issue => issue.Code == "BOARD_TOO_DETAILED");
    }

    private static ModulePackage Detailed(int flashes, int holes)
    {
        var dot = new CircleAperture(100_000, 0, AttributeSet.None);
        var layer = new GerberLayer([], [.. Enumerable.Range(0, flashes).Select(GraphicObject (x) => new Flash(new(x, 0), dot, Polarity.Dark, AttributeSet.None))]);
        return new()
        {
            Key = new("m", "1.0"),
            ContentHash = "m",
            Layers = ImmutableSortedDictionary<ModuleLayer, GerberLayer>.Empty.Add(ModuleLayer.FrontSilkscreen, layer),
            Plated = new(true, [.. Enumerable.Range(0, holes).Select(DrillHit (x) => new DrillHole(new(x, 0), 300_000, null))]),
        };
    }
}
