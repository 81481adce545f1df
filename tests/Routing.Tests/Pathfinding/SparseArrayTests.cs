using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class SparseArrayTests
{
    [Fact]
    public void Values_add_up_until_they_are_cleared()
    {
        const int Places = 1_000_000;
        using var values = new SparseArray<int>(Places);
        var expected = new Dictionary<int, int>();
        var random = new Random(1);
        Assert.Equal(0, values[Places - 1]);
        Assert.True(values.Page(0).IsEmpty);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5_000; i++)
            {
                var place = random.Next(Places);
                values.At(place) += i;
                expected[place] = expected.GetValueOrDefault(place) + i;
            }

            Assert.All(expected, entry => Assert.Equal(entry.Value, values[entry.Key]));
            Assert.Equal(0, Enumerable.Range(0, Places).Where(place => !expected.ContainsKey(place)).Sum(place => values[place]));
            var pages = expected.Keys.ToLookup(place => place / SparseArray<int>.PageLength);
            for (var page = 0; page < Places / SparseArray<int>.PageLength; page++)
            {
                Assert.Equal(pages.Contains(page) ? SparseArray<int>.PageLength : 0, values.Page(page).Length);
                Assert.Equal(pages[page].Sum(place => expected[place]), values.Page(page).ToArray().Sum());
            }

            values.Clear();
            expected.Clear();
            Assert.Equal(0, values[0]);
        }
    }
}
