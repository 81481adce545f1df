using System.Globalization;
using System.Text;

namespace MakeDevice.Benchmarks;

/// <summary>Every board on every grid in both topologies: what is left open, what verification finds, copper, vias and time.</summary>
internal static class GridTable
{
    private static readonly double[] Grids = [0.25, 0.1, 0.05];

    /// <param name="show">Told every row as soon as it is known.</param>
    public static string Make(Action<string> show)
    {
        var text = new StringBuilder();
        void Write(string piece)
        {
            text.Append(piece);
            show(piece);
        }

        RuledBoard.WarmUp();
        Write("| board | grid mm | bus: open | findings | copper mm | vias | CPU ms | tree: open | findings | copper mm | vias | CPU ms | best rival: copper mm | vias |\n");
        Write("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var board in Boards.All())
        {
            var rival = Rivals.Best(board.Name);
            foreach (var grid in Grids)
            {
                var bus = Route(board, grid, "bus");
                var tree = Route(board, grid, "tree");
                Write(string.Create(CultureInfo.InvariantCulture, $"| {board.Name} | {grid} {Cells(bus)}{Cells(tree)}| {rival?.CopperMillimetres} | {rival?.Vias} |\n"));
            }
        }

        return text.ToString();
    }

    private static RuledBoard Route(BenchmarkBoard board, double grid, string topology) =>
        RuledBoard.Route(board, string.Create(CultureInfo.InvariantCulture, $$"""{"grid":{{grid}},"topology":"{{topology}}"}"""));

    private static string Cells(RuledBoard board) => string.Create(
        CultureInfo.InvariantCulture, $"| {board.Open} | {board.Findings} | {board.Millimetres:0} | {board.Vias} | {board.Cpu * 1e3:0.0} ");
}
