using MakeDevice.Routing.Caching;

namespace MakeDevice.Routing.Tests.Caching;

public class BoundedCacheTests
{
    [Fact]
    public void A_value_is_made_once_while_it_is_kept()
    {
        var cache = new BoundedCache<int, string>(100);
        var made = 0;
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("a", cache.GetOrMake(1, () => $"{(++made == 1 ? "a" : "b")}", _ => 10));
        }

        Assert.Equal(1, made);
        Assert.Equal(new CacheUse(Hits: 2, Misses: 1, Entries: 1, Bytes: 10), cache.Use);
    }

    [Fact]
    public void What_was_used_longest_ago_goes_first()
    {
        var cache = new BoundedCache<int, int>(30);
        foreach (var key in new[] { 1, 2, 3, 1, 4 })
        {
            cache.GetOrMake(key, () => key, _ => 10);
        }

        Assert.True(IsKept(cache, 1));
        Assert.True(IsKept(cache, 3));
        Assert.True(IsKept(cache, 4));
        Assert.False(IsKept(cache, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void The_budget_is_never_exceeded(long capacity)
    {
        var cache = new BoundedCache<int, int>(capacity);
        var random = new Random(5);
        for (var i = 0; i < 5000; i++)
        {
            var key = random.Next(60);
            Assert.Equal(key, cache.GetOrMake(key, () => key, value => 1 + value * 7));
            Assert.InRange(cache.Use.Bytes, 0, capacity);
        }

        Assert.Equal(capacity > 0, cache.Use.Hits > 0);
    }

    [Fact]
    public void An_exception_leaves_nothing_behind()
    {
        var cache = new BoundedCache<int, int>(100);
        Assert.Throws<InvalidOperationException>(() => cache.GetOrMake(1, () => throw new InvalidOperationException(), _ => 1));
        Assert.Equal(2, cache.GetOrMake(1, () => 2, _ => 1));
    }

    [Fact]
    public async Task Who_gives_up_does_not_spoil_it_for_others()
    {
        var cache = new BoundedCache<int, int>(100);
        using var bothAsk = new Barrier(2);
        var impatient = Task.Run(() => cache.GetOrMake(
            1,
            () =>
            {
                bothAsk.SignalAndWait();
                throw new OperationCanceledException();
            },
            _ => 1));
        var patient = Task.Run(() => cache.GetOrMake(
            1,
            () =>
            {
                bothAsk.SignalAndWait();
                return 7;
            },
            _ => 1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.Equal(7, await patient);
        Assert.Equal(7, cache.GetOrMake(1, () => 8, _ => 1));
    }

    [Fact]
    public void Many_threads_get_the_values_of_their_keys()
    {
        var cache = new BoundedCache<int, int>(200);
        Parallel.For(0, 20_000, i => Assert.Equal(i % 50 * 3, cache.GetOrMake(i % 50, () => i % 50 * 3, _ => 10)));
        Assert.InRange(cache.Use.Bytes, 1, 200);
    }

    [Fact]
    public void Questions_differ_where_any_part_or_its_bounds_do()
    {
        byte[] one = [1, 2], two = [3];
        ContentHash[] all =
        [
            ContentHash.Of("a", one, two), ContentHash.Of("b", one, two), ContentHash.Of("a", two, one), ContentHash.Of("a", [1], [2, 3]),
            ContentHash.Of("a", [1, 2, 3]), ContentHash.Of("a", one, two, []),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], ContentHash.Of("a", [1, 2], [3]));
    }

    private static bool IsKept(BoundedCache<int, int> cache, int key)
    {
        var kept = true;
        cache.GetOrMake(key, () => { kept = false; return key; }, _ => 1000);
        return kept;
    }
}
