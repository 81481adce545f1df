using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MakeDevice.Routing.Electrical;

/// <summary>Which nodes of a network conduct to which, and how well; parallel resistors are one. A node can be replaced by a mesh of its neighbours.</summary>
internal sealed class ConductanceMesh
{
    private readonly List<(int Node, double Conductance)>[] _neighbours;

    /// <summary>Of the node that is being looked at: where in its list each neighbour stands, plus one; 0 for all others.</summary>
    private readonly int[] _places;

    public ConductanceMesh(int nodes, ImmutableArray<Resistor> resistors)
    {
        (_neighbours, _places) = (new List<(int, double)>[nodes], new int[nodes]);
        var counts = new int[nodes];
        foreach (var resistor in resistors)
        {
            counts[resistor.A]++;
            counts[resistor.B]++;
        }

        for (var i = 0; i < nodes; i++)
        {
            _neighbours[i] = new(counts[i]);
        }

        foreach (var resistor in resistors)
        {
            _neighbours[resistor.A].Add((resistor.B, 1 / resistor.Ohms));
            _neighbours[resistor.B].Add((resistor.A, 1 / resistor.Ohms));
        }

        foreach (var neighbours in _neighbours)
        {
            JoinParallel(neighbours);
        }
    }

    public int DegreeOf(int node) => _neighbours[node].Count;

    public ReadOnlySpan<(int Node, double Conductance)> StarOf(int node) => CollectionsMarshal.AsSpan(_neighbours[node]);

    /// <summary>What a node conducts to all its neighbours together.</summary>
    public double SumOf(int node)
    {
        var sum = 0.0;
        foreach (var (_, conductance) in StarOf(node))
        {
            sum += conductance;
        }

        return sum;
    }

    /// <summary>Takes a node out and joins its neighbours to each other instead: to each other's potentials nothing changes.</summary>
    public void Replace(int node)
    {
        var star = _neighbours[node];
        var sum = SumOf(node);
        foreach (var (end, conductance) in star)
        {
            var neighbours = _neighbours[end];
            for (var i = 0; i < neighbours.Count; i++)
            {
                _places[neighbours[i].Node] = i + 1;
            }

            foreach (var (other, its) in star)
            {
                if (other != end)
                {
                    Add(neighbours, other, conductance * its / sum);
                }
            }

            RemoveAt(neighbours, _places[node] - 1);
            foreach (var (other, _) in neighbours)
            {
                _places[other] = 0;
            }

            _places[node] = 0;
        }

        star.Clear();
        star.TrimExcess();
    }

    /// <summary>True for every node from which resistors lead to this one.</summary>
    public bool[] ReachedFrom(int start)
    {
        var reached = new bool[_neighbours.Length];
        reached[start] = true;
        var open = new Stack<int>([start]);
        while (open.TryPop(out var node))
        {
            foreach (var (other, _) in _neighbours[node])
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

    private void JoinParallel(List<(int Node, double Conductance)> neighbours)
    {
        var all = neighbours.ToArray();
        neighbours.Clear();
        foreach (var (other, conductance) in all)
        {
            Add(neighbours, other, conductance);
        }

        foreach (var (other, _) in neighbours)
        {
            _places[other] = 0;
        }
    }

    private void Add(List<(int Node, double Conductance)> neighbours, int other, double conductance)
    {
        if (_places[other] == 0)
        {
            neighbours.Add((other, conductance));
            _places[other] = neighbours.Count;
        }
        else
        {
            var place = _places[other] - 1;
            neighbours[place] = (other, neighbours[place].Conductance + conductance);
        }
    }

    private static void RemoveAt(List<(int Node, double Conductance)> neighbours, int place)
    {
        neighbours[place] = neighbours[^1];
        neighbours.RemoveAt(neighbours.Count - 1);
    }
}
