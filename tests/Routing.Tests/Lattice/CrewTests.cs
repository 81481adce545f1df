using MakeDevice.Routing.Lattice;

namespace MakeDevice.Routing.Tests.Lattice;

public class CrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_number_of_every_batch_is_done_once_and_before_the_next_batch(int workers)
    {
        using var crew = new Crew(workers);
        for (var batch = 0; batch < 2_000; batch++)
        {
            var done = new int[batch % 40];
            crew.ForEach(done.Length, (worker, i) =>
            {
                Assert.InRange(worker, 0, workers - 1);
                Interlocked.Increment(ref done[i]);
            });

            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void No_two_threads_are_the_same_worker_at_once()
    {
        using var crew = new Crew(4);
        var isAtWork = new int[4];
        for (var batch = 0; batch < 200; batch++)
        {
            crew.ForEach(16, (worker, _) =>
            {
                Assert.Equal(0, Interlocked.Exchange(ref isAtWork[worker], 1));
                Thread.SpinWait(50);
                Interlocked.Exchange(ref isAtWork[worker], 0);
            });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_fails_is_thrown_to_the_caller_and_the_next_batch_is_done(int workers)
    {
        using var crew = new Crew(workers);
        var error = Assert.Throws<InvalidOperationException>(() => crew.ForEach(100, (_, i) => _ = i == 7 ? throw new InvalidOperationException("seven") : i));
        var sum = 0;
        crew.ForEach(100, (_, i) => Interlocked.Add(ref sum, i));

        Assert.Equal("seven", error.Message);
        Assert.Equal(4_950, sum);
    }
}
