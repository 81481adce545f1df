using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Electrical;

/// <summary>
/// An area of copper as a grid of resistors. The area is cut into rows and these at the columns' borders; what hangs together within a cell of some rows is a node, and
/// two nodes are joined by as many squares as their common border has. In the midst that is the finite-difference grid of a sheet; a strip narrower than a cell
/// has its exact resistance at any angle, for it crosses borders of both directions in proportion; and what does not touch is not joined, however near it is.
/// </summary>
internal sealed class Plate
{
    /// <summary>Cells over the shorter side of the bounds, and over the mean width, where these are not too small or large.</summary>
    private const int CellsAcross = 24, CellsPerWidth = 8;

    private const double LeastCell = 50_000, GreatestCell = 1_000_000;

    /// <summary>More cells would cost tenths of a second and change thousandths of an ohm.</summary>
    private const int MostCells = 1_500;

    /// <summary>Rows in a cell: a hundredth of its height is not looked at closer.</summary>
    private const int LeastRows = 8, MostRows = 64;

    /// <summary>Rows for the mean width of the area: so exactly is a strip seen that lies along the rows.</summary>
    private const int RowsPerWidth = 16;

    private readonly Box _bounds;
    private readonly int _columns;
    private readonly int _rowsPerCell;
    private readonly double _cellWidth, _rowHeight;
    private readonly List<Piece>[] _rows;
    private readonly int[] _nodeOfPiece;

    /// <param name="network">Gets the area's nodes and resistors.</param>
    public Plate(Polygon area, CopperLayer layer, CopperPhysics physics, ResistorNetwork network)
    {
        _bounds = area.Bounds;
        Area = Rings(area).Sum(part => (part.First ? 1 : -1) * Math.Abs(Ring.DoubledArea(part.Ring.AsSpan())) / 2);
        double width = Math.Max(_bounds.Width, 1), height = Math.Max(_bounds.Height, 1);
        var cell = Math.Max(Math.Clamp(Math.Min(Math.Min(width, height) / CellsAcross, MeanWidth(area) / CellsPerWidth), LeastCell, GreatestCell), Math.Sqrt(Area / MostCells));
        _columns = (int)Math.Ceiling(width / cell);
        var cells = (int)Math.Ceiling(height / cell);
        _cellWidth = width / _columns;
        _rowsPerCell = (int)Math.Clamp(Math.Ceiling(height / cells / (MeanWidth(area) / RowsPerWidth)), LeastRows, MostRows);
        _rowHeight = height / cells / _rowsPerCell;
        _rows = new List<Piece>[cells * _rowsPerCell];
        var pieces = Cut(area);
        var sets = Connect(pieces);
        _nodeOfPiece = new int[pieces];
        for (var i = 0; i < pieces; i++)
        {
            _nodeOfPiece[i] = sets.Find(i) is var first && first == i ? network.AddNode() : _nodeOfPiece[first];
        }

        foreach (var (key, border) in Borders().OrderBy(entry => entry.Key))
        {
            AddResistor(network, physics, layer, key, border);
        }
    }

    /// <summary>Square nanometres.</summary>
    public double Area { get; }

    /// <summary>Distance of points that are sure to see every cell between them, nanometres.</summary>
    public long Step => (long)Math.Max(1, Math.Min(_cellWidth, _rowHeight * _rowsPerCell) / 2);

    /// <summary>The node of the copper at a point, or within a row of it; null where there is none.</summary>
    public int? NodeAt(Point at)
    {
        var row = (int)Math.Floor((at.Y - _bounds.Bottom) / _rowHeight);
        for (var i = 0; i < 3; i++)
        {
            // The row itself, then the one below and the one above.
            var near = row + (i == 0 ? 0 : i == 1 ? -1 : 1);
            if (near >= 0 && near < _rows.Length && PieceAt(_rows[near], at.X) is { } piece)
            {
                return _nodeOfPiece[piece];
            }
        }

        return null;
    }

    /// <summary>The first piece of a row, which lie in order and apart, that reaches to x or within a row's height of it.</summary>
    private int? PieceAt(List<Piece> row, double x)
    {
        var (first, end) = (0, row.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = row[middle].To + _rowHeight < x ? (middle + 1, end) : (first, middle);
        }

        return first < row.Count && row[first].From - _rowHeight <= x ? row[first].Id : null;
    }

    /// <summary>Twice the area by the border's length: what a strip is wide.</summary>
    private double MeanWidth(Polygon area)
    {
        var border = area.Holes.Prepend(area.Outline).Sum(ring => ring.Zip(ring.Skip(1).Append(ring[0]), (a, b) => a.DistanceTo(b)).Sum());
        return Math.Max(1, 2 * Area / Math.Max(1, border));
    }

    private static IEnumerable<(ImmutableArray<Point> Ring, bool First)> Rings(Polygon area) => area.Holes.Select(hole => (hole, false)).Prepend((area.Outline, true));

    /// <summary>Cuts the area into rows, and these at the borders of columns.</summary>
    /// <returns>How many pieces there are.</returns>
    private int Cut(Polygon area)
    {
        var crossings = new List<double>[_rows.Length];
        foreach (var (ring, _) in Rings(area))
        {
            for (var i = 0; i < ring.Length; i++)
            {
                Cross(crossings, ring[i], ring[(i + 1) % ring.Length]);
            }
        }

        var count = 0;
        for (var row = 0; row < _rows.Length; row++)
        {
            _rows[row] = [];
            var at = crossings[row] ?? [];
            at.Sort();
            for (var i = 0; i + 1 < at.Count; i += 2)
            {
                count = CutAtColumns(_rows[row], at[i], at[i + 1], count);
            }
        }

        return count;
    }

    /// <summary>Notes where an edge crosses the middle lines of rows.</summary>
    private void Cross(List<double>[] crossings, Point from, Point to)
    {
        if (from.Y == to.Y)
        {
            return;
        }

        var (low, high) = from.Y < to.Y ? (from, to) : (to, from);
        for (var row = (int)Math.Max(0, Math.Ceiling((low.Y - _bounds.Bottom) / _rowHeight - 0.5)); row < crossings.Length; row++)
        {
            var y = _bounds.Bottom + (row + 0.5) * _rowHeight;
            if (y >= high.Y)
            {
                return;
            }

            if (y >= low.Y)
            {
                (crossings[row] ??= []).Add(low.X + (high.X - low.X) * (y - low.Y) / (high.Y - low.Y));
            }
        }
    }

    private int CutAtColumns(List<Piece> row, double from, double to, int count)
    {
        while (from < to)
        {
            var column = Math.Clamp((int)Math.Floor((from - _bounds.Left) / _cellWidth), 0, _columns - 1);
            var end = column == _columns - 1 ? to : Math.Min(to, _bounds.Left + (column + 1) * _cellWidth);
            if (end <= from)
            {
                // What rounding leaves of a column.
                end = Math.Min(to, from + 1);
            }

            row.Add(new(from, end, column, count++));
            from = end;
        }

        return count;
    }

    /// <summary>Joins the pieces of rows that touch within a cell.</summary>
    private DisjointSets Connect(int pieces)
    {
        var sets = new DisjointSets(pieces);
        for (var row = 0; row < _rows.Length; row++)
        {
            // A cut-in, drawn there and back, leaves no gap.
            for (var i = 1; i < _rows[row].Count; i++)
            {
                if (_rows[row][i].Column == _rows[row][i - 1].Column && _rows[row][i].From - _rows[row][i - 1].To < 1)
                {
                    sets.Join(_rows[row][i].Id, _rows[row][i - 1].Id);
                }
            }

            if (row % _rowsPerCell != 0)
            {
                foreach (var (below, above, _) in Overlaps(row - 1, row))
                {
                    sets.Join(below, above);
                }
            }
        }

        return sets;
    }

    /// <summary>Pieces of neighbouring rows in one column that share a border, and how long it is.</summary>
    private IEnumerable<(int Below, int Above, double Length)> Overlaps(int below, int above)
    {
        List<Piece> lower = _rows[below], upper = _rows[above];
        for (int i = 0, k = 0; i < lower.Count && k < upper.Count;)
        {
            var shared = Math.Min(lower[i].To, upper[k].To) - Math.Max(lower[i].From, upper[k].From);
            if (shared > 0 && lower[i].Column == upper[k].Column)
            {
                yield return (lower[i].Id, upper[k].Id, shared);
            }

            if (lower[i].To < upper[k].To)
            {
                i++;
            }
            else
            {
                k++;
            }
        }
    }

    /// <summary>The length of the border that two nodes share, nanometres, and where it is.</summary>
    private Dictionary<(int A, int B, bool Upright), Border> Borders()
    {
        var borders = new Dictionary<(int, int, bool), Border>();
        for (var row = 0; row < _rows.Length; row++)
        {
            for (var i = 1; i < _rows[row].Count; i++)
            {
                if (_rows[row][i].Column != _rows[row][i - 1].Column && _rows[row][i].From - _rows[row][i - 1].To < 1)
                {
                    Add(_rows[row][i - 1].Id, _rows[row][i].Id, true, _rowHeight, _rows[row][i].From, row + 0.5);
                }
            }

            if (row > 0 && row % _rowsPerCell == 0)
            {
                foreach (var (below, above, length) in Overlaps(row - 1, row))
                {
                    Add(below, above, false, length, _rows[row].Find(piece => piece.Id == above).From + length / 2, row);
                }
            }
        }

        return borders;

        void Add(int a, int b, bool upright, double length, double x, double row)
        {
            var key = (_nodeOfPiece[a], _nodeOfPiece[b], upright);
            var before = borders.GetValueOrDefault(key);
            borders[key] = new(before.Length + length, new((long)x, (long)(_bounds.Bottom + row * _rowHeight)));
        }
    }

    private void AddResistor(ResistorNetwork network, CopperPhysics physics, CopperLayer layer, (int A, int B, bool Upright) key, Border border)
    {
        var length = key.Upright ? _cellWidth : _rowHeight * _rowsPerCell;

        // One border tells nothing of how wide the copper is there: areas are no necks.
        network.Add(new(key.A, key.B, physics.Track(length, border.Length), length, border.Length, double.PositiveInfinity, border.At, layer));
    }

    private readonly record struct Piece(double From, double To, int Column, int Id);

    private readonly record struct Border(double Length, Point At);
}
