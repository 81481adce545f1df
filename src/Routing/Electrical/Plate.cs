using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MakeDevice.Routing.Geometry;

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
    private readonly int _rows;
    private readonly int _rowsPerCell;
    private readonly double _cellWidth, _rowHeight;

    /// <summary>The pieces of all rows, row by row from left to right, and where each row begins; one more begin than rows.</summary>
    private readonly List<Piece> _pieces = [];

    private readonly int[] _begins;
    private readonly int[] _nodeOfPiece;

    /// <param name="network">Gets the area's nodes and resistors.</param>
    public Plate(Polygon area, CopperLayer layer, CopperPhysics physics, ResistorNetwork network)
    {
        _bounds = area.Bounds;
        Area = Rings(area).Sum(part => (part.First ? 1 : -1) * Math.Abs(Ring.DoubledArea(part.Ring.AsSpan())) / 2);
        double width = Math.Max(_bounds.Width, 1), height = Math.Max(_bounds.Height, 1), meanWidth = MeanWidth(area);
        var cell = Math.Max(Math.Clamp(Math.Min(Math.Min(width, height) / CellsAcross, meanWidth / CellsPerWidth), LeastCell, GreatestCell), Math.Sqrt(Area / MostCells));
        _columns = (int)Math.Ceiling(width / cell);
        var cells = (int)Math.Ceiling(height / cell);
        _cellWidth = width / _columns;
        _rowsPerCell = (int)Math.Clamp(Math.Ceiling(height / cells / (meanWidth / RowsPerWidth)), LeastRows, MostRows);
        _rowHeight = height / cells / _rowsPerCell;
        _rows = cells * _rowsPerCell;
        _begins = new int[_rows + 1];
        Cut(area);
        var sets = Connect();
        _nodeOfPiece = new int[_pieces.Count];
        for (var i = 0; i < _nodeOfPiece.Length; i++)
        {
            _nodeOfPiece[i] = sets.Find(i) is var first && first == i ? network.AddNode() : _nodeOfPiece[first];
        }

        foreach (var border in Borders())
        {
            AddResistor(network, physics, layer, border);
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
            if (near >= 0 && near < _rows && PieceAt(near, at.X) is { } piece)
            {
                return _nodeOfPiece[piece];
            }
        }

        return null;
    }

    /// <summary>The first piece of a row, which lie in order and apart, that reaches to x or within a row's height of it.</summary>
    private int? PieceAt(int row, double x)
    {
        var (first, end) = (_begins[row], _begins[row + 1]);
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = _pieces[middle].To + _rowHeight < x ? (middle + 1, end) : (first, middle);
        }

        return first < _begins[row + 1] && _pieces[first].From - _rowHeight <= x ? first : null;
    }

    /// <summary>Twice the area by the border's length: what a strip is wide.</summary>
    private double MeanWidth(Polygon area)
    {
        var border = Rings(area).Sum(part => Ring.Length(part.Ring.AsSpan()));
        return Math.Max(1, 2 * Area / Math.Max(1, border));
    }

    private static IEnumerable<(ImmutableArray<Point> Ring, bool First)> Rings(Polygon area) => area.Holes.Select(hole => (hole, false)).Prepend((area.Outline, true));

    /// <summary>Cuts the area into rows, and these at the borders of columns.</summary>
    private void Cut(Polygon area)
    {
        var lines = new Scanlines(area, _bounds.Bottom + _rowHeight / 2, _rowHeight, _rows);
        for (var row = 0; row < _rows; row++)
        {
            var at = lines.On(row);
            for (var i = 0; i + 1 < at.Length; i += 2)
            {
                CutAtColumns(at[i], at[i + 1]);
            }

            _begins[row + 1] = _pieces.Count;
        }
    }

    private void CutAtColumns(double from, double to)
    {
        while (from < to)
        {
            var column = Math.Clamp((int)((from - _bounds.Left) / _cellWidth), 0, _columns - 1);
            var end = column == _columns - 1 ? to : Math.Min(to, _bounds.Left + (column + 1) * _cellWidth);
            if (end <= from)
            {
                // What rounding leaves of a column.
                end = Math.Min(to, from + 1);
            }

            _pieces.Add(new(from, end, column));
            from = end;
        }
    }

    /// <summary>Joins the pieces of rows that touch within a cell.</summary>
    private DisjointSets Connect()
    {
        var pieces = CollectionsMarshal.AsSpan(_pieces);
        var sets = new DisjointSets(pieces.Length);
        var overlaps = new List<Overlap>();
        for (var row = 0; row < _rows; row++)
        {
            for (var i = _begins[row] + 1; i < _begins[row + 1]; i++)
            {
                if (pieces[i].Column == pieces[i - 1].Column && Meet(pieces[i - 1], pieces[i]))
                {
                    sets.Join(i, i - 1);
                }
            }

            if (row % _rowsPerCell != 0)
            {
                FindOverlaps(row - 1, overlaps);
                foreach (var overlap in overlaps)
                {
                    sets.Join(overlap.Below, overlap.Above);
                }
            }
        }

        return sets;
    }

    /// <summary>True of neighbours in a row with nothing between them; a cut-in, drawn there and back, leaves no gap.</summary>
    private static bool Meet(in Piece left, in Piece right) => right.From - left.To < 1;

    /// <summary>Puts the pieces of a row and the one above it in one column that share a border into a list.</summary>
    private void FindOverlaps(int row, List<Overlap> found)
    {
        found.Clear();
        var pieces = CollectionsMarshal.AsSpan(_pieces);
        for (int i = _begins[row], k = _begins[row + 1]; i < _begins[row + 1] && k < _begins[row + 2];)
        {
            ref readonly var lower = ref pieces[i];
            ref readonly var upper = ref pieces[k];
            var shared = Math.Min(lower.To, upper.To) - Math.Max(lower.From, upper.From);
            if (shared > 0 && lower.Column == upper.Column)
            {
                found.Add(new(i, k, shared));
            }

            if (lower.To < upper.To)
            {
                i++;
            }
            else
            {
                k++;
            }
        }
    }

    /// <summary>The borders that pairs of nodes share, in the order of the nodes.</summary>
    private List<Border> Borders()
    {
        var parts = new List<Border>();
        var overlaps = new List<Overlap>();
        var pieces = CollectionsMarshal.AsSpan(_pieces);

        // Upright borders of most pairs go on from row to row: the last one at each column's left side.
        var upright = new Border[_columns];
        for (var row = 0; row < _rows; row++)
        {
            if (row > 0 && row % _rowsPerCell == 0)
            {
                FindOverlaps(row - 1, overlaps);
                parts.AddRange(overlaps.Select(overlap => new Border(_nodeOfPiece[overlap.Below], _nodeOfPiece[overlap.Above], false, overlap.Length)));
            }

            for (var i = _begins[row] + 1; i < _begins[row + 1]; i++)
            {
                if (pieces[i].Column != pieces[i - 1].Column && Meet(pieces[i - 1], pieces[i]))
                {
                    ref var last = ref upright[pieces[i].Column];
                    if (last.Length > 0 && last.A == _nodeOfPiece[i - 1] && last.B == _nodeOfPiece[i])
                    {
                        last = last with { Length = last.Length + _rowHeight };
                    }
                    else
                    {
                        parts.Add(last);
                        last = new(_nodeOfPiece[i - 1], _nodeOfPiece[i], true, _rowHeight);
                    }
                }
            }
        }

        parts.AddRange(upright);
        return Joined(parts.Where(part => part.Length > 0));
    }

    /// <summary>One border for each pair of nodes and direction, as long as its parts together.</summary>
    private static List<Border> Joined(IEnumerable<Border> parts)
    {
        var joined = new List<Border>();
        foreach (var part in parts.OrderBy(part => part.Key))
        {
            if (joined.Count > 0 && joined[^1].Key == part.Key)
            {
                joined[^1] = part with { Length = joined[^1].Length + part.Length };
            }
            else
            {
                joined.Add(part);
            }
        }

        return joined;
    }

    private void AddResistor(ResistorNetwork network, CopperPhysics physics, CopperLayer layer, Border border)
    {
        var length = border.IsUpright ? _cellWidth : _rowHeight * _rowsPerCell;

        // One border tells nothing of how wide the copper is there: areas are no necks, and where in them a resistor is nobody asks.
        network.Add(new(border.A, border.B, physics.Track(length, border.Length), length, border.Length, double.PositiveInfinity, _bounds.Center, layer));
    }

    private readonly record struct Piece(double From, double To, int Column);

    private readonly record struct Overlap(int Below, int Above, double Length);

    /// <param name="Length">0 for no border.</param>
    private readonly record struct Border(int A, int B, bool IsUpright, double Length)
    {
        /// <summary>Orders borders by both nodes and direction.</summary>
        public long Key => ((long)A << 32) | ((long)B << 1) | (IsUpright ? 1L : 0);
    }
}
