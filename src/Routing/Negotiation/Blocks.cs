using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>A grid cut into blocks of 8 x 8 nodes, within a border of blocks that nothing leads to, which spares bounds checks.</summary>
internal sealed class Blocks(RoutingGrid grid)
{
    public const int Shift = 3;
    public const int Size = 1 << Shift;
    public const int Mask = Size - 1;

    public int Columns { get; } = ((grid.Columns - 1) >> Shift) + 3;

    public int Rows { get; } = ((grid.Rows - 1) >> Shift) + 3;

    public int Count { get; } = (((grid.Columns - 1) >> Shift) + 3) * (((grid.Rows - 1) >> Shift) + 3);

    public int Of(int column, int row) => ((row >> Shift) + 1) * Columns + (column >> Shift) + 1;

    public int Of(int node)
    {
        var row = node / grid.Columns;
        return Of(node - row * grid.Columns, row);
    }

    /// <summary>The column of the first node in a block.</summary>
    public int FirstColumn(int block) => (block % Columns - 1) << Shift;

    public int FirstRow(int block) => (block / Columns - 1) << Shift;
}
