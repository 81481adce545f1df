using System.Collections.Immutable;

namespace MakeDevice.Routing.Electrical;

/// <summary>
/// Potentials in a network of resistors with one node on ground: nodes are eliminated one after the other, that of fewest neighbours first (minimum degree: Tinney
/// and Walker 1967), each by the star-mesh transformation (Rosen 1924), which is Gaussian elimination that only ever adds positive numbers.
/// </summary>
internal sealed class NetworkSolver
{
    private readonly List<(int Node, double Sum, ImmutableArray<(int Node, double Share)> Others)> _eliminated = [];
    private readonly int _ground;
    private readonly int _nodes;

    /// <param name="ground">Nodes that no resistor joins to it stay at potential 0.</param>
    public NetworkSolver(int nodes, ImmutableArray<Resistor> resistors, int ground)
    {
        (_nodes, _ground) = (nodes, ground);
        var neighbours = Conductances(nodes, resistors);
        var reached = Reached(neighbours, ground);
        var queue = new PriorityQueue<int, (int Degree, int Node)>();
        for (var i = 0; i < nodes; i++)
        {
            if (i != ground && reached[i])
            {
                queue.Enqueue(i, (neighbours[i].Count, i));
            }
        }

        var done = new bool[nodes];
        while (queue.TryDequeue(out var node, out var priority))
        {
            // A node stands in the queue once for every number of neighbours that it has had.
            if (!done[node] && priority.Degree == neighbours[node].Count)
            {
                done[node] = true;
                Eliminate(node, neighbours, queue);
            }
        }

        IsReached = [.. reached];
    }

    /// <summary>For every node whether it hangs together with the ground.</summary>
    public ImmutableArray<bool> IsReached { get; }

    /// <summary>Potentials, volts, where currents, amperes, flow into nodes and out at the ground. What flows into a node that is not reached is left out.</summary>
    public double[] Solve(IEnumerable<(int Node, double Current)> currents)
    {
        var potentials = new double[_nodes];
        foreach (var (node, current) in currents)
        {
            potentials[node] += node != _ground && IsReached[node] ? current : 0;
        }

        foreach (var (node, sum, others) in _eliminated)
        {
            foreach (var (other, share) in potentials[node] == 0 ? [] : others)
            {
                potentials[other] += share * potentials[node];
            }

            potentials[node] /= sum;
        }

        potentials[_ground] = 0;
        for (var i = _eliminated.Count - 1; i >= 0; i--)
        {
            foreach (var (other, share) in _eliminated[i].Others)
            {
                potentials[_eliminated[i].Node] += share * potentials[other];
            }
        }

        return potentials;
    }

    private static Dictionary<int, double>[] Conductances(int nodes, ImmutableArray<Resistor> resistors)
    {
        var neighbours = new Dictionary<int, double>[nodes];
        for (var i = 0; i < nodes; i++)
        {
            neighbours[i] = [];
        }

        foreach (var resistor in resistors)
        {
            Add(neighbours, resistor.A, resistor.B, 1 / resistor.Ohms);
        }

        return neighbours;
    }

    private static bool[] Reached(Dictionary<int, double>[] neighbours, int ground)
    {
        var reached = new bool[neighbours.Length];
        reached[ground] = true;
        var open = new Stack<int>([ground]);
        while (open.TryPop(out var node))
        {
            foreach (var other in neighbours[node].Keys)
            {
                if (!reached[other])
                {
                    reached[other] = true;
                    open.Push(other);
                }
            }
        }

        return reached;
    }

    private void Eliminate(int node, Dictionary<int, double>[] neighbours, PriorityQueue<int, (int Degree, int Node)> queue)
    {
        // In order, so that sums are rounded alike however the dictionary has grown.
        var star = neighbours[node].OrderBy(other => other.Key).ToArray();
        var sum = star.Sum(other => other.Value);
        for (var i = 0; i < star.Length; i++)
        {
            neighbours[star[i].Key].Remove(node);
            for (var k = 0; k < i; k++)
            {
                Add(neighbours, star[i].Key, star[k].Key, star[i].Value * star[k].Value / sum);
            }
        }

        foreach (var (other, _) in star)
        {
            if (other != _ground)
            {
                queue.Enqueue(other, (neighbours[other].Count, other));
            }
        }

        _eliminated.Add((node, sum, [.. star.Select(other => (other.Key, other.Value / sum))]));
        neighbours[node] = [];
    }

    private static void Add(Dictionary<int, double>[] neighbours, int a, int b, double conductance)
    {
        neighbours[a][b] = neighbours[a].GetValueOrDefault(b) + conductance;
        neighbours[b][a] = neighbours[b].GetValueOrDefault(a) + conductance;
    }
}
