using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>The grid cut into blocks of 8 x 8 nodes.</summary>
internal sealed class Blocks(RoutingGrid grid)
{
    public const int Shift = 3;
    public const int Size = 1 << Shift;
    public const int Mask = Size - 1;

    public int Columns { get; } = (grid.Columns >> Shift) + 1;

    public int Rows { get; } = (grid.Rows >> Shift) + 1;

    public int Count { get; } = ((grid.Columns >> Shift) + 1) * ((grid.Rows >> Shift) + 1);

    public int Of(int column, int row) => (row >> Shift) * Columns + (column >> Shift);

    public int Of(int node)
    {
        var row = node / grid.Columns;
        return Of(node - row * grid.Columns, row);
    }
}
