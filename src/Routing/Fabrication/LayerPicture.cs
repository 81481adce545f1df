using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Tells of any point whether a layer is dark there. Areas are sorted into square cells, so that a question looks at few.</summary>
internal sealed class LayerPicture
{
    private const long Cell = Units.Millimetre;

    /// <summary>An area over more cells than this is looked at for every question instead.</summary>
    private const int ManyCells = 1024;

    private readonly ImmutableArray<PlottedShape> _shapes;
    private readonly Dictionary<(long, long), List<int>> _cells = [];
    private readonly List<int> _wide = [];

    private LayerPicture(GerberLayer layer)
    {
        _shapes = LayerPlot.Plot(layer);
        for (var i = 0; i < _shapes.Length; i++)
        {
            Enter(i, _shapes[i].Shape.Bounds);
        }
    }

    /// <summary>Null for a layer that is too complex to be plotted.</summary>
    public static LayerPicture? TryOf(GerberLayer layer)
    {
        try
        {
            return new(layer);
        }
        catch (PlotLimitException)
        {
            return null;
        }
    }

    /// <summary>What was drawn last over the point decides.</summary>
    public bool IsDark(Point point)
    {
        var last = LastAt(point, _wide);
        if (_cells.TryGetValue(CellOf(point), out var near))
        {
            last = Math.Max(last, LastAt(point, near));
        }

        return last >= 0 && _shapes[last].Polarity == Polarity.Dark;
    }

    private int LastAt(Point point, List<int> indices)
    {
        for (var i = indices.Count - 1; i >= 0; i--)
        {
            if (Shapes.Contains(_shapes[indices[i]].Shape, point))
            {
                return indices[i];
            }
        }

        return -1;
    }

    private void Enter(int index, Box bounds)
    {
        var (left, bottom) = CellOf(new(bounds.Left, bounds.Bottom));
        var (right, top) = CellOf(new(bounds.Right, bounds.Top));
        if ((right - left + 1) * (top - bottom + 1) > ManyCells)
        {
            _wide.Add(index);
            return;
        }

        for (var x = left; x <= right; x++)
        {
            for (var y = bottom; y <= top; y++)
            {
                if (!_cells.TryGetValue((x, y), out var cell))
                {
                    _cells.Add((x, y), cell = []);
                }

                cell.Add(index);
            }
        }
    }

    private static (long, long) CellOf(Point p) => (Math.DivRem(p.X, Cell).Quotient - (p.X < 0 ? 1 : 0), Math.DivRem(p.Y, Cell).Quotient - (p.Y < 0 ? 1 : 0));
}
