using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class HistoryCostTests
{
    [Fact]
    public void Disputes_add_up_until_they_are_forgotten()
    {
        using var history = new HistoryCost(1_000_000);
        var expected = new Dictionary<int, int>();
        var random = new Random(1);
        Assert.Equal(0, history.Of(999_999));
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5_000; i++)
            {
                var place = random.Next(1_000_000);
                history.Add(place, i);
                expected[place] = expected.GetValueOrDefault(place) + i;
            }

            Assert.All(expected, entry => Assert.Equal(entry.Value, history.Of(entry.Key)));
            Assert.Equal(0, Enumerable.Range(0, 1_000_000).Where(place => !expected.ContainsKey(place)).Sum(history.Of));
            history.Forget();
            expected.Clear();
            Assert.Equal(0, history.Of(0));
        }
    }
}
