using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// Where the nodes of a lattice stand: on every so many lines of the rules' grid, a track pitch apart or more, between the columns where tracks enter the areas
/// of the buses.
/// </summary>
internal sealed class LatticeFrame
{
    private const int LeastColumns = 2 * Blocks.Size;

    private readonly RoutingGrid _fine;
    private readonly int _firstColumn;
    private readonly int _firstRow;

    /// <param name="coarseness">Track pitches from line to line.</param>
    public LatticeFrame(RoutingSide left, RoutingSide right, int coarseness)
    {
        _fine = left.Grid;
        Stride = StrideOf(left) * coarseness;
        (_firstColumn, _firstRow) = (EntryColumn(left), left.Buses.Bottom % Stride);
        var first = _fine.At(_fine.Node(_firstColumn, _firstRow));
        var last = _fine.At(_fine.Node(EntryColumn(right), _fine.Rows - 1));
        Grid = new(new Box(first.X, first.Y, last.X, last.Y), Stride * _fine.Pitch);
        IsEntry = [EntriesOf(left), EntriesOf(right)];
    }

    /// <summary>The lattice's own nodes, without a border.</summary>
    public RoutingGrid Grid { get; }

    /// <summary>Steps of the rules' grid from line to line.</summary>
    public int Stride { get; }

    /// <summary>By side and row: whether the bus area is entered there.</summary>
    public bool[][] IsEntry { get; }

    /// <summary>True where there is room for a lattice between the bus areas.</summary>
    /// <inheritdoc cref="LatticeFrame(RoutingSide, RoutingSide, int)"/>
    public static bool Fits(RoutingSide left, RoutingSide right, int coarseness) =>
        EntryColumn(right) - EntryColumn(left) >= LeastColumns * coarseness * StrideOf(left);

    /// <summary>The rules' grid's node that a node stands on.</summary>
    public int FineNode(int node) => _fine.Node(_firstColumn + Stride * Grid.Column(node), FineRow(Grid.Row(node)));

    /// <summary>The node on one of the rules' grid; negative where there is none.</summary>
    public int At(int fineNode) => HasRow(fineNode) && HasColumn(fineNode) ? Grid.NodeAt(_fine.At(fineNode)) : -1;

    /// <summary>True where a node of the rules' grid is on an upright line.</summary>
    public bool HasColumn(int fineNode) => IsLine(_fine.Column(fineNode) - _firstColumn, Grid.Columns);

    /// <summary>True where it is on a level one.</summary>
    public bool HasRow(int fineNode) => IsLine(_fine.Row(fineNode) - _firstRow, Grid.Rows);

    private bool IsLine(int steps, int lines) => steps >= 0 && steps % Stride == 0 && steps / Stride < lines;

    private int FineRow(int row) => _firstRow + row * Stride;

    private static int StrideOf(RoutingSide side) => (int)Math.Ceiling(side.Plan.TrackPitch / (double)side.Grid.Pitch);

    /// <summary>The rules' grid's column where a side's area is entered: so far in from the innermost bus that a track along it keeps clear of the vias on that bus.</summary>
    private static int EntryColumn(RoutingSide side)
    {
        var columns = side.Plan.Nets.Where(net => net.Side == side.Side).Select(net => side.Grid.ColumnAtOrAfter(net.BusX)).ToArray();
        if (columns.Length == 0)
        {
            return side.Side == Side.Left ? 1 : side.Grid.Columns - 2;
        }

        var column = side.Side == Side.Left ? columns.Max() + Apart(side) : columns.Min() - Apart(side);
        return Math.Clamp(column, 0, side.Grid.Columns - 1);
    }

    /// <summary>The rows on which a side's area is entered: as many between the ends of the buses as keep apart.</summary>
    private bool[] EntriesOf(RoutingSide side)
    {
        var entries = new bool[Grid.Rows];
        var next = side.Buses.Bottom;
        for (var row = 0; row < entries.Length && FineRow(row) <= side.Buses.Top; row++)
        {
            if (FineRow(row) >= next)
            {
                entries[row] = true;
                next = FineRow(row) + Apart(side);
            }
        }

        return entries;
    }

    /// <summary>The rules' grid's steps between two entries, so that vias keep clear of the tracks that pass them and of each other.</summary>
    private static int Apart(RoutingSide side)
    {
        DesignRules rules = side.Plan.Rules;

        // The nearest foreign via stands one bus away.
        double between = rules.ViaToVia;
        var toVia = Math.Sqrt(Math.Max(0, (between * between) - ((double)rules.BusPitch * rules.BusPitch)));
        return (int)Math.Ceiling((Math.Max(rules.ViaToTrack, toVia) - 0.5) / side.Grid.Pitch);
    }
}
