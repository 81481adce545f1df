using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>Finds the strokes that pass near a point: each is noted in every square of a grid that its middle line comes to.</summary>
internal sealed class StrokeGrid
{
    private const long Cell = Units.Millimetre;

    private readonly Dictionary<(long Column, long Row), List<int>> _cells = [];

    public StrokeGrid(IEnumerable<(Point From, Point To)> strokes)
    {
        foreach (var (index, (from, to)) in strokes.Index())
        {
            var steps = (long)(from.DistanceTo(to) / (Cell / 2)) + 1;
            for (var step = 0L; step <= steps; step++)
            {
                Note(new(from.X + (to.X - from.X) * step / steps, from.Y + (to.Y - from.Y) * step / steps), index);
            }
        }
    }

    /// <summary>Indices of all strokes whose middle line comes within a millimetre, and of some that do not; each once.</summary>
    public IEnumerable<int> Near(Point at)
    {
        var (column, row) = CellOf(at);
        return (from x in new[] { column - 1, column, column + 1 } from y in new[] { row - 1, row, row + 1 } from index in _cells.GetValueOrDefault((x, y)) ?? [] select index).Distinct();
    }

    private void Note(Point at, int index)
    {
        var cell = CellOf(at);
        if (!_cells.TryGetValue(cell, out var strokes))
        {
            _cells.Add(cell, strokes = []);
        }

        if (strokes.Count == 0 || strokes[^1] != index)
        {
            strokes.Add(index);
        }
    }

    private static (long Column, long Row) CellOf(Point at) => ((long)Math.Floor((double)at.X / Cell), (long)Math.Floor((double)at.Y / Cell));
}
