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
        var (all, effort) = (0L, Effort.For(SearchEffort.Normal));
        for (; ; effort = effort.OnFinerGrid)
        {
            all += effort.LooksOn(nodes: 5_000_000) + effort.FinerLooks;
            if (effort.Halvings == 0)
            {
                break;
            }
        }

        Assert.InRange(all, 0, 400_000_000);
    }

    [Fact]
    public void Thorough_looks_at_least_four_times_as_long()
    {
        Effort normal = Effort.For(SearchEffort.Normal), thorough = Effort.For(SearchEffort.Thorough);
        Assert.All([1_000, 100_000, 5_000_000], nodes => Assert.True(thorough.LooksOn(nodes) >= 4 * normal.LooksOn(nodes)));
        Assert.True(thorough.FinerLooks >= 4 * normal.FinerLooks);
    }

    [Fact]
    public void The_more_sockets_are_open_the_less_is_tried()
    {
        Assert.Equal(Looks, Effort.Share(Looks, 1));
        var shares = Enumerable.Range(1, 200).Select(open => Effort.Share(Looks, open)).ToList();
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.InRange(Effort.Share(Looks, 60), Looks / 20, Looks / 5);
        Assert.True(Effort.IsHopeful(10));
        Assert.False(Effort.IsHopeful(60));
    }
}
