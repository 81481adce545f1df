using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class SideCopperTests
{
    /// <summary>Lifting a track touches only what lies near it: the map must be that of the tracks that are left, node by node.</summary>
    [Theory]
    [InlineData(21, 6, 250_000, 250_000)]
    [InlineData(22, 10, 250_000, 10_000)]
    [InlineData(23, 5, 100_000, 50_000)]
    public void A_lifted_track_leaves_the_map_of_the_others(int seed, int modules, long grid, long step)
    {
        using var side = Side(seed, modules, grid, step);
        var connections = SideStart.Solve(side, 1, default).Connections;
        var lifted = connections.Where((_, i) => i % 3 == 1).ToList();
        using var copper = new SideCopper(side);
        copper.Load(connections);
        foreach (var connection in lifted)
        {
            copper.Remove(connection);
        }

        AssertSame(Fresh(side, connections.Except(lifted)), copper);
        foreach (var connection in lifted)
        {
            copper.Add(connection);
        }

        AssertSame(Fresh(side, connections), copper);
    }

    [Fact]
    public void A_copy_becomes_the_original_again()
    {
        using var side = Side(24, 8, 250_000, 250_000);
        var connections = SideStart.Solve(side, 1, default).Connections;
        using var frozen = new SideCopper(side);
        frozen.Load(connections);
        using var copy = new SideCopper(side);
        copy.CopyFrom(frozen);
        foreach (var connection in connections.Take(5))
        {
            copy.Remove(connection);
        }

        copy.Add(connections[2]);
        copy.CopyFrom(frozen);
        AssertSame(frozen, copy);

        // What the original does afterwards must be seen too.
        frozen.Remove(connections[0]);
        copy.CopyFrom(frozen);
        AssertSame(frozen, copy);
    }

    private static RoutingSide Side(int seed, int modules, long grid, long step)
    {
        var board = SyntheticBoards.Random(seed, modules, step: step, rules: DesignRules.Default with { Grid = grid });
        var (plan, issues) = RoutePlanner.Plan(board);
        Assert.Empty(issues);
        return new BoardRouter(plan).Side(MakeDevice.Routing.Planning.Side.Left);
    }

    private static SideCopper Fresh(RoutingSide side, IEnumerable<Connection> connections)
    {
        var copper = new SideCopper(side);
        copper.Load(connections);
        return copper;
    }

    private static void AssertSame(SideCopper expected, SideCopper actual)
    {
        var count = expected.Map.Count;
        Assert.True(expected.Map.Owner.AsSpan(0, count).SequenceEqual(actual.Map.Owner.AsSpan(0, count)), "owners");
        Assert.True(expected.Map.Flags.AsSpan(0, count).SequenceEqual(actual.Map.Flags.AsSpan(0, count)), "flags");
        Assert.Equal(expected.Connections.Select(c => c.Socket).Order(), actual.Connections.Select(c => c.Socket).Order());
        foreach (var net in expected.Connections.Select(c => c.Net).Distinct())
        {
            Assert.Equal(expected.Extent(net), actual.Extent(net));
        }
    }
}
