namespace MakeDevice.Routing.Lattice;

/// <summary>The lattice in blocks of 8 x 8 nodes, within a border of blocks that nothing leads to, which spares bounds checks.</summary>
internal readonly record struct LatticeBlocks(int Columns, int Rows)
{
    public const int Shift = 3;
    public const int Size = 1 << Shift;
    public const int Mask = Size - 1;

    public static LatticeBlocks Over(int columns, int rows) => new(((columns - 1) >> Shift) + 3, ((rows - 1) >> Shift) + 3);

    public int Count => Columns * Rows;

    public int Of(int column, int row) => ((row >> Shift) + 1) * Columns + (column >> Shift) + 1;

    /// <summary>The column of the first node in a block.</summary>
    public int FirstColumn(int block) => (block % Columns - 1) << Shift;

    public int FirstRow(int block) => (block / Columns - 1) << Shift;
}
