using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MakeDevice.Routing.Electrical;

namespace MakeDevice.Routing.Tests.Electrical;

/// <summary>The elimination of nodes against plain Gaussian elimination of the whole matrix, on networks of any form.</summary>
public class NetworkSolverTests
{
    [Fact]
    public void A_random_network_has_the_potentials_of_gaussian_elimination() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
        Gen.Choose(2, 40).SelectMany(nodes => Gen.Zip(Gen.Choose(0, nodes - 1), Gen.Choose(1, 1000).ArrayOf().Select(seeds => (nodes, seeds)))).ToArbitrary(),
        test => Agree(test.Item2.nodes, test.Item1, test.Item2.seeds)));

    [Fact]
    public void A_chain_adds_up_and_a_node_apart_is_not_reached()
    {
        var solver = new NetworkSolver(4, [Between(0, 1, 2), Between(1, 2, 3)], 0);
        var potentials = solver.Solve([(2, 1)]);
        Assert.Equal([0, 2, 5, 0], potentials.Select(v => Math.Round(v, 9)));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(solver.IsReached));
    }

    private static bool Agree(int nodes, int ground, int[] seeds)
    {
        // A path through all nodes, and chords where the seeds say.
        var resistors = Enumerable.Range(1, nodes - 1).Select(i => Between(i - 1, i, 1 + i % 7))
            .Concat(seeds.Select((seed, i) => Between(seed % nodes, (seed * 7 + i) % nodes, seed / 100.0 + 0.01)).Where(r => r.A != r.B))
            .ToImmutableArray();
        var injected = (ground + 1) % nodes;
        var found = new NetworkSolver(nodes, resistors, ground).Solve([(injected, 1.5)]);
        var expected = Gauss(nodes, resistors, ground, injected, 1.5);
        return found.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * (1 + Math.Abs(pair.Second)));
    }

    private static double[] Gauss(int nodes, ImmutableArray<Resistor> resistors, int ground, int injected, double current)
    {
        var rows = new double[nodes, nodes + 1];
        foreach (var r in resistors)
        {
            rows[r.A, r.A] += 1 / r.Ohms;
            rows[r.B, r.B] += 1 / r.Ohms;
            rows[r.A, r.B] -= 1 / r.Ohms;
            rows[r.B, r.A] -= 1 / r.Ohms;
        }

        rows[injected, nodes] = current;
        for (var k = 0; k <= nodes; k++)
        {
            rows[ground, k] = k == ground ? 1 : 0;
        }

        for (var pivot = 0; pivot < nodes; pivot++)
        {
            var best = Enumerable.Range(pivot, nodes - pivot).MaxBy(row => Math.Abs(rows[row, pivot]));
            for (var k = 0; k <= nodes; k++)
            {
                (rows[pivot, k], rows[best, k]) = (rows[best, k], rows[pivot, k]);
            }

            for (var row = 0; row < nodes; row++)
            {
                var factor = row == pivot ? 0 : rows[row, pivot] / rows[pivot, pivot];
                for (var k = pivot; k <= nodes && factor != 0; k++)
                {
                    rows[row, k] -= factor * rows[pivot, k];
                }
            }
        }

        return [.. Enumerable.Range(0, nodes).Select(i => rows[i, nodes] / rows[i, i])];
    }

    private static Resistor Between(int a, int b, double ohms) => new(a, b, ohms, 1, 1, 1, default, null);
}
