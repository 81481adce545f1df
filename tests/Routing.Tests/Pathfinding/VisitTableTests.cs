using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class VisitTableTests
{
    [Fact]
    public void It_keeps_every_node_while_it_grows_and_forgets_them_when_cleared()
    {
        using var table = new VisitTable();
        table.Clear();
        for (var node = 0; node < 20_000; node++)
        {
            ref var visit = ref table[node * 7];
            Assert.Equal(int.MaxValue, visit.Cost);
            visit.Cost = node;
        }

        for (var node = 0; node < 20_000; node++)
        {
            Assert.Equal(node, table[node * 7].Cost);
        }

        table.Clear();
        Assert.Equal(int.MaxValue, table[7].Cost);
    }
}
