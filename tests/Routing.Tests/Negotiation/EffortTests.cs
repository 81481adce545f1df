using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Negotiation;

public class EffortTests
{
    private const long Looks = 1_000_000;

    /// <summary>All that a board may be looked at over, on all its grids: what a minute of processor time holds.</summary>
    [Fact]
    public void A_board_s_effort_has_an_end()
    {
        var normal = Effort.For(SearchEffort.Normal);
        Assert.InRange(normal.LooksInAll, normal.Looks, 200_000_000);
        Assert.All([1_000, 5_000_000], nodes => Assert.InRange(normal.LooksOn(nodes), 0, normal.LooksInAll));
        Assert.Equal(0, normal.FinerLooksFor(open: 1, normal.LooksInAll));
        Assert.Equal(normal.LooksInAll / 4, normal.OnFinerGrid(normal.LooksInAll * 3 / 4).LooksOn(5_000_000));
    }

    [Fact]
    public void Thorough_looks_at_least_four_times_as_long()
    {
        Effort normal = Effort.For(SearchEffort.Normal), thorough = Effort.For(SearchEffort.Thorough);
        Assert.All([1_000, 100_000, 5_000_000], nodes => Assert.True(thorough.LooksOn(nodes) >= 4 * normal.LooksOn(nodes)));
        Assert.True(thorough.FinerLooks >= 4 * normal.FinerLooks);
        Assert.True(thorough.LooksInAll >= 4 * normal.LooksInAll);
    }

    [Fact]
    public void The_more_sockets_are_open_the_less_is_tried()
    {
        Assert.Equal(Looks, Effort.Share(Looks, 1));
        var shares = Enumerable.Range(1, 200).Select(open => Effort.Share(Looks, open)).ToList();
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.InRange(Effort.Share(Looks, 12), Looks / 3, Looks / 2 + 1);
        Assert.InRange(Effort.Share(Looks, 60), Looks / 600, Looks / 400);
    }

    [Fact]
    public void A_board_is_routed_once_more_where_few_sockets_are_open_and_looks_are_left()
    {
        var normal = Effort.For(SearchEffort.Normal);
        Assert.True(normal.IsWorthHalving(open: 10, looks: 0));
        Assert.False(normal.IsWorthHalving(open: 0, looks: 0));
        Assert.False(normal.IsWorthHalving(open: 60, looks: 0));
        Assert.False(normal.IsWorthHalving(open: 10, normal.LooksInAll));
        Assert.False(normal.OnFinerGrid(0).IsWorthHalving(open: 10, looks: 0));
    }
}
