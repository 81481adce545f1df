using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Electrical;

/// <summary>A resistor between two nodes.</summary>
/// <param name="Length">Of the copper it stands for, nanometres.</param>
/// <param name="Width">Of that copper, or the perimeter of a hole; nanometres.</param>
/// <param name="Limit">The current that it may carry, amperes; infinite within an area.</param>
/// <param name="At">Its middle; within an area that of the whole area.</param>
/// <param name="Layer">Null for the wall of a hole.</param>
internal readonly record struct Resistor(int A, int B, double Ohms, double Length, double Width, double Limit, Point At, CopperLayer? Layer);

/// <summary>Resistors between numbered nodes, of which some are one: those of copper that is much wider than long.</summary>
internal sealed class ResistorNetwork
{
    private readonly List<(int A, int B)> _joined = [];
    private readonly List<Resistor> _resistors = [];
    private int _nodes;

    public int AddNode() => _nodes++;

    public void Join(int a, int b) => _joined.Add((a, b));

    public void Add(Resistor resistor) => _resistors.Add(resistor);

    /// <summary>The network with joined nodes as one, numbered anew; and for every old node its new number.</summary>
    public (List<Resistor> Resistors, int Nodes, int[] NodeOf) Close()
    {
        var sets = new DisjointSets(_nodes);
        foreach (var (a, b) in _joined)
        {
            sets.Join(a, b);
        }

        var (count, nodeOf) = (0, new int[_nodes]);
        for (var i = 0; i < _nodes; i++)
        {
            // A set is named by its smallest member, which was numbered before.
            nodeOf[i] = sets.Find(i) is var first && first == i ? count++ : nodeOf[first];
        }

        var resistors = new List<Resistor>(_resistors.Count);
        foreach (var resistor in _resistors)
        {
            if (nodeOf[resistor.A] != nodeOf[resistor.B])
            {
                resistors.Add(resistor with { A = nodeOf[resistor.A], B = nodeOf[resistor.B] });
            }
        }

        return (resistors, count, nodeOf);
    }
}
