using MakeDevice.Functions.Activities;

namespace MakeDevice.Functions.Tests.Activities;

public sealed class RequestThreadsTests
{
    [Fact]
    public void Requests_find_threads_beside_the_stages()
    {
        RequestThreads.Reserve(2);
        ThreadPool.GetMinThreads(out var threads, out _);
        Assert.InRange(threads, 12, int.MaxValue);
    }

    [Fact]
    public void Threads_that_are_there_are_not_taken_away()
    {
        RequestThreads.Reserve(3);
        RequestThreads.Reserve(1);
        ThreadPool.GetMinThreads(out var threads, out _);
        Assert.InRange(threads, 18, int.MaxValue);
    }
}
