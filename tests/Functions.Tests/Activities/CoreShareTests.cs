using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.Activities;

public sealed class CoreShareTests
{
    [Theory]
    [InlineData(4, 0, 4)]
    [InlineData(4, 1, 4)]
    [InlineData(4, 2, 2)]
    [InlineData(4, 3, 1)]
    [InlineData(4, 9, 1)]
    [InlineData(1, 2, 1)]
    public void Stages_at_once_divide_the_cores(int cores, int stages, int threads)
    {
        var share = new CoreShare(TestOptions.With("unused") with { Workers = cores });
        for (var i = 0; i < stages; i++)
        {
            share.Enter();
        }

        Assert.Equal(threads, share.Threads);
    }

    [Fact]
    public void A_stage_that_has_ended_gives_its_share_back()
    {
        var share = new CoreShare(TestOptions.With("unused") with { Workers = 4 });
        share.Enter();
        share.Enter();

        share.Leave();

        Assert.Equal(4, share.Threads);
    }
}
