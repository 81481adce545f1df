using System.Buffers;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// The network of an <see cref="EscapeFlow"/>, the flow on it so far and the potentials of its states. A node has two states: leaving it, and
/// entering it, so that it carries one track at most; a socket has one. Searches in bands of rows that do not meet may change it at once.
/// </summary>
internal sealed class FlowNetwork : IDisposable
{
    /// <summary>No node, no track.</summary>
    public const int None = -1;

    /// <summary>Behind the last node of a track: the bus area.</summary>
    public const int Sink = -2;

    /// <summary>Predecessors at or below this are sockets: less their index.</summary>
    public const int FirstSocket = -3;

    private readonly bool[] _isEntryRow;

    public FlowNetwork(FlowLattice lattice, FlowStart[][] starts, bool[] isEntryRow)
    {
        (Lattice, Starts, _isEntryRow, Count) = (lattice, starts, isEntryRow, lattice.Count);
        States = 2 * Count + starts.Length;
        Next = Filled(Count, None);
        Previous = Filled(Count, None);
        Used = Filled(starts.Length, None);
        Distance = Filled(States, int.MaxValue);
        Parent = ArrayPool<int>.Shared.Rent(States);

        // Entering a node that carries a track has the potential that it is given with the track.
        Potential = ArrayPool<int>.Shared.Rent(States);
        Potential.AsSpan(2 * Count, starts.Length).Clear();
        for (var column = 0; column < lattice.Columns; column++)
        {
            Potential[column] = -column * FlowLattice.StepCost;
        }

        for (var row = 1; row < lattice.Rows; row++)
        {
            Array.Copy(Potential, 0, Potential, row * lattice.Columns, lattice.Columns);
        }
    }

    public FlowLattice Lattice { get; }

    /// <summary>Ways onto the lattice, by socket.</summary>
    public FlowStart[][] Starts { get; }

    /// <summary>Nodes.</summary>
    public int Count { get; }

    public int States { get; }

    /// <summary>The next node of the track through a node, <see cref="Sink"/> at its end.</summary>
    public int[] Next { get; }

    /// <summary>The node or socket before, on the track through a node; <see cref="None"/> where there is no track.</summary>
    public int[] Previous { get; }

    /// <summary>The start that a socket's track uses; <see cref="None"/> where it has none.</summary>
    public int[] Used { get; }

    /// <summary>By state.</summary>
    public int[] Potential { get; }

    /// <summary>By state, of the search under way there; else <see cref="int.MaxValue"/>.</summary>
    public int[] Distance { get; }

    /// <summary>By state, of the search under way there.</summary>
    public int[] Parent { get; }

    public int Socket(int index) => 2 * Count + index;

    /// <summary>The state of entering a node.</summary>
    public int Entering(int node) => Previous[node] == None ? node : Count + node;

    /// <summary>A track may end here, and none does.</summary>
    public bool IsFreeEntry(int node) => Next[node] != Sink && Lattice.Column(node) == 0 && _isEntryRow[Lattice.Row(node)];

    /// <summary>How many more tracks may end in some rows.</summary>
    public int FreeEntries(int firstRow, int endRow)
    {
        var entries = 0;
        for (var row = firstRow; row < endRow; row++)
        {
            entries += IsFreeEntry(row * Lattice.Columns) ? 1 : 0;
        }

        return entries;
    }

    /// <summary>Gives the arrays back; one job's serve the next.</summary>
    public void Dispose()
    {
        foreach (var array in new[] { Next, Previous, Used, Potential, Distance, Parent })
        {
            ArrayPool<int>.Shared.Return(array);
        }

        Lattice.Dispose();
    }

    private static int[] Filled(int length, int value)
    {
        var array = ArrayPool<int>.Shared.Rent(length);
        array.AsSpan(0, length).Fill(value);
        return array;
    }
}
