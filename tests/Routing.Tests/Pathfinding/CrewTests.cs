using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class CrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_number_of_every_batch_is_done_once_and_before_the_next_batch(int workers)
    {
        using var crew = new Crew<Scratch>(workers, () => new());
        for (var batch = 0; batch < 2_000; batch++)
        {
            var done = new int[batch % 40];
            crew.ForEach(done.Length, (_, i) => Interlocked.Increment(ref done[i]));

            Assert.All(done, times => Assert.Equal(1, times));
        }

        Assert.InRange(crew.All.Count(), 1, workers);
    }

    [Fact]
    public void No_two_threads_are_the_same_worker_at_once()
    {
        using var crew = new Crew<Scratch>(4, () => new());
        for (var batch = 0; batch < 200; batch++)
        {
            crew.ForEach(16, (scratch, _) =>
            {
                Assert.Equal(0, Interlocked.Exchange(ref scratch.IsInUse, 1));
                Thread.SpinWait(50);
                Interlocked.Exchange(ref scratch.IsInUse, 0);
            });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_fails_is_thrown_to_the_caller_and_the_next_batch_is_done(int workers)
    {
        using var crew = new Crew<Scratch>(workers, () => new());
        var error = Assert.Throws<InvalidOperationException>(() => crew.ForEach(100, (_, i) => ThrowAt(i)));
        var sum = 0;
        crew.ForEach(100, (_, i) => Interlocked.Add(ref sum, i));

        Assert.Equal("seven", error.Message);
        Assert.Equal(4_950, sum);
    }

    [Fact]
    public void The_memory_of_all_is_given_back_with_the_crew()
    {
        var made = new List<Scratch>();
        var crew = new Crew<Scratch>(2, () => Keep(new()));
        crew.ForEach(100, (_, _) => Thread.SpinWait(1_000));
        crew.Dispose();

        Assert.NotEmpty(made);
        Assert.All(made, scratch => Assert.True(scratch.IsDisposed));

        Scratch Keep(Scratch scratch)
        {
            lock (made)
            {
                made.Add(scratch);
                return scratch;
            }
        }
    }

    private static void ThrowAt(int i)
    {
        if (i == 7)
        {
            throw new InvalidOperationException("seven");
        }
    }

    private sealed class Scratch : IDisposable
    {
        public int IsInUse;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
