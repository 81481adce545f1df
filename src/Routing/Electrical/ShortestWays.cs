using System.Collections.Immutable;

namespace MakeDevice.Routing.Electrical;

/// <summary>Shortest ways along the copper of a network (Dijkstra 1959).</summary>
internal static class ShortestWays
{
    /// <summary>From one node to every other, nanometres; infinite where none leads.</summary>
    public static double[] From(int start, int nodes, ImmutableArray<Resistor> resistors)
    {
        var (begins, ways) = ByNode(nodes, resistors);
        var lengths = new double[nodes];
        Array.Fill(lengths, double.PositiveInfinity);
        lengths[start] = 0;
        var open = new PriorityQueue<int, double>();
        open.Enqueue(start, 0);
        while (open.TryDequeue(out var node, out var length))
        {
            for (var i = begins[node]; length <= lengths[node] && i < begins[node + 1]; i++)
            {
                var (to, further) = (ways[i].To, length + ways[i].Length);
                if (further < lengths[to])
                {
                    lengths[to] = further;
                    open.Enqueue(to, further);
                }
            }
        }

        return lengths;
    }

    /// <summary>The ways that leave each node, one after the other, and where those of each node begin; one more begin than nodes.</summary>
    private static (int[] Begins, (int To, double Length)[] Ways) ByNode(int nodes, ImmutableArray<Resistor> resistors)
    {
        var begins = new int[nodes + 1];
        foreach (var resistor in resistors)
        {
            begins[resistor.A + 1]++;
            begins[resistor.B + 1]++;
        }

        for (var i = 0; i < nodes; i++)
        {
            begins[i + 1] += begins[i];
        }

        var ends = begins[..nodes];
        var ways = new (int To, double Length)[begins[nodes]];
        foreach (var resistor in resistors)
        {
            ways[ends[resistor.A]++] = (resistor.B, resistor.Length);
            ways[ends[resistor.B]++] = (resistor.A, resistor.Length);
        }

        return (begins, ways);
    }
}
