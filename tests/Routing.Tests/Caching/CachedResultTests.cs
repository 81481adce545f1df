using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Options;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Caching;

/// <summary>No cache changes a byte.</summary>
public class CachedResultTests
{
    private const long Enough = 16 << 20;

    [Theory]
    [InlineData("", 14)]
    [InlineData("""{"topology":"tree"}""", 8)]
    public void Stages_from_a_cache_give_the_same_copper_and_are_not_solved_twice(string rules, int modules)
    {
        var cache = new RoutingCache(Enough);
        var plan = Plan(6, modules, rules);
        var expected = Route(plan, null);
        AssertSame(expected, Route(plan, cache));
        var asked = cache.Use;
        AssertSame(expected, Route(plan, cache));
        Assert.Equal(asked.Misses, cache.Use.Misses);
        Assert.True(cache.Use.Hits >= asked.Misses);
        Assert.InRange(cache.Use.Bytes, 1, Enough);
    }

    [Fact]
    public void Boards_that_differ_in_little_do_not_share_answers()
    {
        var cache = new RoutingCache(Enough);
        string[] rules = ["", """{"clearance":0.135}""", """{"topology":"tree"}"""];
        var boards = new[] { 3, 4 }.SelectMany(seed => rules.Select(rule => Plan(seed, Series.Of(5, 8), rule))).Select(plan => (Plan: plan, Copper: Route(plan, null))).ToArray();
        foreach (var board in boards.Concat(boards))
        {
            AssertSame(board.Copper, Route(board.Plan, cache));
        }
    }

    [Fact]
    public void Jobs_at_the_same_time_get_the_same_copper()
    {
        var cache = new RoutingCache(Enough);
        var plans = new[] { Plan(3, 6), Plan(4, 6) };
        var expected = plans.Select(plan => Route(plan, null)).ToArray();
        Parallel.For(0, 16, i => AssertSame(expected[i % 2], Route(plans[i % 2], cache)));
    }

    [Fact]
    public void A_cancelled_question_is_asked_again()
    {
        var cache = new RoutingCache(Enough);
        var plan = Plan(6, 14).Bytes;
        var start = BoardStages.Begin(plan, null, 1, default, cache);
        Assert.ThrowsAny<OperationCanceledException>(() => BoardStages.Work(plan, start.State, 0, 1, new(canceled: true), cache));
        Assert.Equal(BoardStages.Work(plan, start.State, 0, 1, default), BoardStages.Work(plan, start.State, 0, 1, default, cache));
    }

    [Theory]
    [InlineData("typical")]
    [InlineData("angles")]
    [InlineData("connectors")]
    public void Layers_that_were_placed_before_give_the_same_files(string sample)
    {
        var (known, routed) = RealBoards.Sample(sample);
        var modules = Path.Combine(RealBoards.Samples, "modules");
        var cached = new FolderModuleLibrary(modules);
        var expected = Files(Place(known.Project, new(modules, layerBytes: 0)), routed);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(expected, Files(Place(known.Project, cached), routed));
        }

        Assert.True(cached.PlacedLayers.Hits >= cached.PlacedLayers.Misses, cached.PlacedLayers.ToString());
        Assert.InRange(cached.PlacedLayers.Bytes, 1, ModulePackageCache.DefaultLayerBytes);
    }

    [Fact]
    public void A_module_under_another_number_gets_other_names()
    {
        var (known, routed) = RealBoards.Sample("typical");
        var modules = Path.Combine(RealBoards.Samples, "modules");
        var cached = new FolderModuleLibrary(modules);
        Files(Place(known.Project, cached), routed);
        var turned = known.Project with { Modules = [.. known.Project.Modules.Reverse()] };
        Assert.Equal(Files(Place(turned, new(modules, layerBytes: 0)), routed), Files(Place(turned, cached), routed));
    }

    private static PlacedBoard Place(Project project, FolderModuleLibrary library)
    {
        var (packages, missing) = BoardStages.LoadModulesAsync(project, library, default).GetAwaiter().GetResult();
        Assert.Empty(missing);
        return BoardStages.Place(project, packages, DesignRules.Default).Board!;
    }

    private static byte[] Files(PlacedBoard board, RoutedBoard routed) =>
        BoardStages.Package(BoardStages.ArtifactNames(board).Select(name => BoardStages.Fabricate(board, routed, name)));

    private static (PlacedBoard Board, byte[] Bytes) Plan(int seed, int modules, string rules = "")
    {
        var board = SyntheticBoards.Random(seed, modules, rules: rules.Length == 0 ? null : OptionBoards.Rules(rules));
        return (board, BoardStages.Plan(board).Plan);
    }

    private static RoutedBoard Route((PlacedBoard Board, byte[] Bytes) plan, RoutingCache? cache) => StagedRoute.OfPlan(plan.Board, plan.Bytes, null, cache).Routed;

    private static void AssertSame(RoutedBoard expected, RoutedBoard actual)
    {
        Assert.Equal(expected.Tracks.AsEnumerable(), actual.Tracks);
        Assert.Equal(expected.Vias.AsEnumerable(), actual.Vias);
        Assert.Equal(expected.Unconnected.AsEnumerable(), actual.Unconnected);
    }
}
