using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>
/// Dark shapes in drawing order, and what clear ones have left of each. Found by a grid of cells over their bounds, so that a layer that changes its polarity
/// ten thousand times does not look at all its shapes each time.
/// </summary>
internal sealed class DrawnShapes
{
    private const int CellsASide = 128;

    /// <summary>A shape over more cells is looked at every time.</summary>
    private const int MostCells = 64;

    /// <summary>Shapes that can be looked at in the time that a point of a plot takes.</summary>
    private const int LooksAPoint = 16;

    private readonly PlotBudget _budget;
    private readonly Box _extent;
    private readonly long _cell;
    private readonly Dictionary<(long Column, long Row), List<int>> _cells = [];
    private readonly List<int> _everywhere = [];
    private readonly List<List<PlottedShape>> _pieces = [];
    private readonly List<Box> _bounds = [];

    /// <param name="extent">All that will be added lies within.</param>
    public DrawnShapes(Box extent, PlotBudget budget) => (_budget, _extent, _cell) = (budget, extent, Math.Max(1, Math.Max(extent.Width, extent.Height) / CellsASide + 1));

    public void Add(PlottedShape shape)
    {
        var (number, bounds) = (_pieces.Count, shape.Shape.Bounds);
        _pieces.Add([shape]);
        _bounds.Add(bounds);
        var (left, bottom, right, top) = CellsOf(bounds);
        if ((right - left + 1) * (top - bottom + 1) > MostCells)
        {
            _everywhere.Add(number);
            return;
        }

        for (var column = left; column <= right; column++)
        {
            for (var row = bottom; row <= top; row++)
            {
                (_cells.TryGetValue((column, row), out var cell) ? cell : _cells[(column, row)] = []).Add(number);
            }
        }
    }

    /// <summary>Replaces what is left of every shape whose bounds meet one of the boxes.</summary>
    /// <exception cref="PlotLimitException">So many shapes were looked at that the layer is a bomb.</exception>
    public void Cut(IReadOnlyList<Box> boxes, Func<PlottedShape, IEnumerable<PlottedShape>> cut)
    {
        var found = new SortedSet<int>();
        foreach (var box in boxes)
        {
            var near = Near(box);
            _budget.Spend(near.Count / LooksAPoint);
            found.UnionWith(near.Where(number => _bounds[number].Intersects(box)));
        }

        foreach (var number in found)
        {
            _pieces[number] = [.. _pieces[number].SelectMany(cut)];
        }
    }

    /// <summary>What is left of all, in drawing order.</summary>
    public IEnumerable<PlottedShape> Remaining => _pieces.SelectMany(pieces => pieces);

    /// <summary>Shapes that may meet a box, some of them more than once.</summary>
    private List<int> Near(Box box)
    {
        var (left, bottom, right, top) = CellsOf(box);
        if ((right - left + 1) * (top - bottom + 1) > _cells.Count)
        {
            return [.. Enumerable.Range(0, _pieces.Count)];
        }

        List<int> near = [.. _everywhere];
        for (var column = left; column <= right; column++)
        {
            for (var row = bottom; row <= top; row++)
            {
                near.AddRange(_cells.GetValueOrDefault((column, row)) ?? []);
            }
        }

        return near;
    }

    /// <summary>The cells that a box lies over, no further than the extent: outside there is nothing.</summary>
    private (long Left, long Bottom, long Right, long Top) CellsOf(Box box) => (
        (Math.Clamp(box.Left, _extent.Left, _extent.Right) - _extent.Left) / _cell,
        (Math.Clamp(box.Bottom, _extent.Bottom, _extent.Top) - _extent.Bottom) / _cell,
        (Math.Clamp(box.Right, _extent.Left, _extent.Right) - _extent.Left) / _cell,
        (Math.Clamp(box.Top, _extent.Bottom, _extent.Top) - _extent.Bottom) / _cell);
}
