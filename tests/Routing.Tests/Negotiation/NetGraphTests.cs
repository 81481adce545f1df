using static MakeDevice.Routing.Tests.Negotiation.TreeBoards;

namespace MakeDevice.Routing.Tests.Negotiation;

/// <summary>The copper of one net as a graph.</summary>
public class NetGraphTests
{
    private const int East = 0, North = 2, West = 4;

    [Fact]
    public void A_junction_parts_its_copper_in_three_chains_that_it_holds_until_one_is_cut()
    {
        using var layout = Empty();
        var net = layout.Nets[0];
        var trunk = Draw(layout, 0, Node(layout), Steps(East, 10));
        var branch = Draw(layout, 0, trunk[4], Steps(North, 3));
        var chains = net.Chains().Select(chain => chain.ToList()).ToList();
        Assert.Equal([4, 5, 7], chains.Select(chain => chain.Count).Order());
        Assert.All(chains, chain => Assert.True(net.Holds(chain)));
        Assert.False(net.Holds(trunk));
        Assert.Equal(1 << East | 1 << North | 1 << West, net.Steps(trunk[4]));

        net.Unlink(branch[1], branch[2]);
        Assert.Equal(2, chains.Count(net.Holds));
    }

    [Fact]
    public void What_leads_nowhere_is_pruned_and_what_joins_sockets_stays()
    {
        using var layout = Empty();
        var net = layout.Nets[0];
        int from = LinkLeg(layout, 0, 0), to = LinkLeg(layout, 0, 1), steps = layout.Board.Grid.Column(to) - layout.Board.Grid.Column(from);
        Assert.Equal(layout.Board.Grid.Row(from), layout.Board.Grid.Row(to));
        net.LinkRun(from, 1, steps);
        var dead = Draw(layout, 0, from + 5, Steps(North, 9));
        net.Link(dead[^1], layout.Board.OtherLayer(dead[^1]));
        Assert.True(net.HasVia(dead[^1]));

        net.Prune();
        Assert.Equal(steps + 1, net.States.Count());
        Assert.False(net.Contains(dead[1]));
        Assert.Equal(1, net.LabelComponents());
    }

    [Fact]
    public void Components_are_labelled_the_smaller_part_of_two_is_told_and_the_largest_kept()
    {
        using var layout = Empty();
        var net = layout.Nets[0];
        Assert.Equal(2, net.LabelComponents());
        var from = LinkLeg(layout, 0, 0);
        var tail = Draw(layout, 0, from, Steps(North, 6));
        Assert.Equal(0, net.LabelOf(net.Sockets[0]));
        Assert.Equal(2, net.LabelComponents());
        Assert.NotEqual(net.LabelOf(tail[^1]), net.LabelOf(net.Sockets[1]));

        var smaller = net.LabelSmaller(tail[^1], net.Sockets[1]);
        Assert.Equal(smaller, net.LabelOf(net.Sockets[1]));
        Assert.NotEqual(smaller, net.LabelOf(tail[0]));
        Assert.True(net.LabelSmaller(tail[0], tail[^1]) < 0);

        Assert.True(net.KeepLargest());
        Assert.Equal([net.AllSockets[0]], net.Sockets);
        Assert.False(net.KeepLargest());
    }

    [Fact]
    public void A_copy_does_not_change_with_what_it_was_made_of()
    {
        using var layout = Empty();
        Draw(layout, 0, Node(layout), Steps(East, 4));
        LinkLeg(layout, 0, 0);
        using var copy = layout.Nets[0].Copy();
        var links = copy.Links().Order().ToList();
        layout.Nets[0].UnlinkAll();
        Assert.Empty(layout.Nets[0].States);
        Assert.Equal(5, links.Count);
        Assert.Equal(links, copy.Links().Order());
    }
}
