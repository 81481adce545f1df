using MakeDevice.Routing.Negotiation;

namespace MakeDevice.Routing.Tests.Negotiation;

public class VertexTableTests
{
    /// <summary>Vertices come and go; few numbers, so that many share a home.</summary>
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 5000)]
    public void It_holds_what_a_dictionary_holds(int seed, int vertices)
    {
        var random = new Random(seed);
        var expected = new Dictionary<int, (ushort Links, int Label)>();
        using var table = new VertexTable();
        for (var i = 0; i < 20_000; i++)
        {
            var vertex = random.Next(vertices) * 64;
            if (random.Next(5) < 2)
            {
                table.Remove(vertex);
                expected.Remove(vertex);
                continue;
            }

            var isNew = table.Find(vertex) < 0;
            Assert.NotEqual(isNew, expected.ContainsKey(vertex));
            ref var entry = ref table[table.Add(vertex)];
            Assert.Equal(isNew ? (0, -1) : (expected[vertex].Links, expected[vertex].Label), (entry.Links, entry.Label));
            (entry.Links, entry.Label) = ((ushort)i, i);
            expected[vertex] = (entry.Links, entry.Label);
        }

        using var copy = table.Copy();
        table.Remove(expected.Keys.First());
        Assert.Equal(expected.Count, copy.Count);
        Assert.Equal(
            expected.Select(entry => (entry.Key, entry.Value.Links, entry.Value.Label)).Order(),
            copy.Entries.ToArray().Where(entry => entry.Vertex >= 0).Select(entry => (entry.Vertex, entry.Links, entry.Label)).Order());
    }
}
