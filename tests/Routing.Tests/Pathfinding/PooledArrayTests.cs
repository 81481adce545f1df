using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class PooledArrayTests
{
    private const int Large = (1 << 25) + 1;

    [Fact]
    public void A_very_large_array_is_as_long_as_asked_for_and_kept_by_nobody()
    {
        var array = PooledArray.Rent<byte>(Large);
        Assert.Equal(Large, array.Length);
        PooledArray.Return(array);
        Assert.NotSame(array, PooledArray.Rent<byte>(Large));
    }

    [Fact]
    public void What_an_array_holds_grows_with_it_into_a_very_large_one()
    {
        var array = PooledArray.Rent<long>(1 << 20);
        array.AsSpan().Fill(7);
        var used = array.Length;
        PooledArray.Grow(ref array, used, Large);
        Assert.Equal(Large, array.Length);
        Assert.Equal(-1, array.AsSpan(0, used).IndexOfAnyExcept(7));
        PooledArray.Return(array);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Growing_keeps_what_counts_and_doubles_at_least(int used)
    {
        var array = PooledArray.Rent<int>(used);
        Enumerable.Range(0, used).ToArray().CopyTo(array, 0);
        var before = array.Length;
        PooledArray.Grow(ref array, used, least: 1);
        Assert.Equal(Enumerable.Range(0, used), array.Take(used));
        Assert.True(array.Length >= Math.Max(1, 2 * before));
        PooledArray.Return(array);
    }
}
