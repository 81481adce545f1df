using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class StencilTests
{
    [Theory]
    [InlineData(250_000)]
    [InlineData(50_000)]
    public void What_a_run_takes_is_taken_by_its_first_edge_and_by_what_lies_ahead_of_the_others(long grid)
    {
        var plan = RoutePlanner.Plan(SyntheticBoards.Random(1, 2, rules: DesignRules.Default with { Grid = grid })).Plan;
        var nodes = new RoutingGrid(plan);
        var stencil = new Stencil(plan, nodes);
        for (var direction = 0; direction < 8; direction++)
        {
            AssertSame(stencil.Edge[direction], stencil.EdgeAhead[direction], nodes.Delta[direction]);
            AssertSame(stencil.EdgeToVia[direction], stencil.EdgeToViaAhead[direction], nodes.Delta[direction]);
        }
    }

    private static void AssertSame(int[] whole, int[] ahead, int delta)
    {
        const int Steps = 6;
        var all = Enumerable.Range(0, Steps).SelectMany(step => whole.Select(offset => offset + step * delta)).Distinct().Order();
        var run = whole.Concat(Enumerable.Range(1, Steps - 1).SelectMany(step => ahead.Select(offset => offset + step * delta)));
        Assert.Equal(all, run.Distinct().Order());
        Assert.True(ahead.Length < whole.Length);
    }
}
