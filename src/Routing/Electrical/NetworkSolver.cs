using System.Collections.Immutable;

namespace MakeDevice.Routing.Electrical;

/// <summary>
/// Potentials in a network of resistors with one node on ground: nodes are eliminated one after the other, one of fewest neighbours first (minimum degree: Tinney
/// and Walker 1967), each by the star-mesh transformation (Rosen 1924), which is Gaussian elimination that only ever adds positive numbers.
/// </summary>
internal sealed class NetworkSolver
{
    private readonly int _ground;
    private readonly int _nodes;
    private readonly bool[] _isReached;

    /// <summary>Nodes in the order of their elimination, what their stars conducted, and where their rays begin in the arrays below; one more begin than nodes.</summary>
    private readonly List<int> _eliminated = [];

    private readonly List<double> _sums = [];
    private readonly List<int> _begins = [0];

    /// <summary>The other ends of the rays of each star, and which share of the star's current each takes.</summary>
    private readonly List<int> _others = [];

    private readonly List<double> _shares = [];

    /// <param name="ground">Nodes that no resistor joins to it stay at potential 0.</param>
    public NetworkSolver(int nodes, ImmutableArray<Resistor> resistors, int ground)
    {
        (_nodes, _ground) = (nodes, ground);
        var mesh = new ConductanceMesh(nodes, resistors);
        _isReached = mesh.ReachedFrom(ground);
        var queue = new DegreeQueue(nodes);
        for (var i = nodes - 1; i >= 0; i--)
        {
            if (i != ground && _isReached[i])
            {
                queue.Put(i, mesh.DegreeOf(i));
            }
        }

        while (queue.TakeLeast() is { } node)
        {
            Eliminate(node, mesh, queue);
        }
    }

    /// <summary>True for a node that hangs together with the ground.</summary>
    public bool IsReached(int node) => _isReached[node];

    /// <summary>Potentials, volts, where currents, amperes, flow into nodes and out at the ground. What flows into a node that is not reached is left out.</summary>
    public double[] Solve(IEnumerable<(int Node, double Current)> currents)
    {
        var potentials = new double[_nodes];
        foreach (var (node, current) in currents)
        {
            potentials[node] += node != _ground && _isReached[node] ? current : 0;
        }

        for (var i = 0; i < _eliminated.Count; i++)
        {
            ref var potential = ref potentials[_eliminated[i]];
            for (var ray = _begins[i]; potential != 0 && ray < _begins[i + 1]; ray++)
            {
                potentials[_others[ray]] += _shares[ray] * potential;
            }

            potential /= _sums[i];
        }

        potentials[_ground] = 0;
        for (var i = _eliminated.Count - 1; i >= 0; i--)
        {
            ref var potential = ref potentials[_eliminated[i]];
            for (var ray = _begins[i]; ray < _begins[i + 1]; ray++)
            {
                potential += _shares[ray] * potentials[_others[ray]];
            }
        }

        return potentials;
    }

    private void Eliminate(int node, ConductanceMesh mesh, DegreeQueue queue)
    {
        var (sum, first) = (mesh.SumOf(node), _others.Count);
        foreach (var (other, conductance) in mesh.StarOf(node))
        {
            _others.Add(other);
            _shares.Add(conductance / sum);
        }

        mesh.Replace(node);
        for (var ray = first; ray < _others.Count; ray++)
        {
            if (_others[ray] is var other && other != _ground)
            {
                queue.Put(other, mesh.DegreeOf(other));
            }
        }

        _eliminated.Add(node);
        _sums.Add(sum);
        _begins.Add(_others.Count);
    }
}
