using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// Both layers' pours on a grid as fine as a via is wide, and the regions of it where a via can stand: cells with one piece of the front and one of the back in them and all
/// around. What hangs on a neck thinner than a via is a region of its own.
/// </summary>
internal sealed class PourMap
{
    /// <summary>More cells would take tenths of a second.</summary>
    private const double MostCells = 1_000_000;

    private readonly Point _origin;
    private readonly ImmutableArray<int[]> _layers;

    /// <summary>The region of each cell, counted from 1; 0 where no via can stand.</summary>
    private readonly int[] _regionOf;

    private readonly List<int> _cells = [];
    private readonly List<int> _begins = [];

    /// <param name="step">Least distance of the cells' middles, nanometres.</param>
    public PourMap(Box bounds, long step, ImmutableArray<PourPiece> pieces)
    {
        _origin = new(bounds.Left, bounds.Bottom);
        Step = Math.Max(step, (long)Math.Ceiling(Math.Sqrt((double)bounds.Width * bounds.Height / MostCells)));
        (Columns, Rows) = ((int)(bounds.Width / Step) + 1, (int)(bounds.Height / Step) + 1);
        _layers = [new int[Columns * Rows], new int[Columns * Rows]];
        foreach (var (index, piece) in pieces.Index())
        {
            Draw(piece, index + 1);
        }

        _regionOf = new int[Columns * Rows];
        for (var cell = 0; cell < _regionOf.Length; cell++)
        {
            if (_regionOf[cell] == 0 && HasRoom(cell))
            {
                Spread(cell);
            }
        }

        _begins.Add(_cells.Count);
    }

    /// <summary>From cell to cell, nanometres.</summary>
    public long Step { get; }

    public int Columns { get; }

    public int Rows { get; }

    public int Regions => _begins.Count - 1;

    /// <summary>The cells of a region, counted from 0.</summary>
    public ReadOnlySpan<int> CellsOf(int region) => CollectionsMarshal.AsSpan(_cells)[_begins[region].._begins[region + 1]];

    /// <summary>The region of a cell; -1 where no via can stand.</summary>
    public int RegionOf(int cell) => _regionOf[cell] - 1;

    /// <summary>The piece in front and the one at the back of a region, by their indices.</summary>
    public (int Front, int Back) PiecesOf(int region)
    {
        var cell = _cells[_begins[region]];
        return (_layers[0][cell] - 1, _layers[1][cell] - 1);
    }

    public Point At(int cell) => _origin + new Point(cell % Columns * Step, cell / Columns * Step);

    private void Draw(PourPiece piece, int mark)
    {
        var first = Math.Max(0, (int)((piece.Area.Bounds.Bottom - _origin.Y) / Step));
        var last = Math.Min(Rows - 1, (int)((piece.Area.Bounds.Top - _origin.Y) / Step));
        var lines = new Scanlines(piece.Area, _origin.Y + first * (double)Step, Step, last - first + 1);
        for (var row = first; row <= last; row++)
        {
            var at = lines.On(row - first);
            for (var i = 0; i + 1 < at.Length; i += 2)
            {
                var from = (int)Math.Max(0, Math.Ceiling((at[i] - _origin.X) / Step));
                var to = (int)Math.Min(Columns - 1, Math.Floor((at[i + 1] - _origin.X) / Step));
                if (from <= to)
                {
                    _layers[(int)piece.Layer].AsSpan(row * Columns + from, to - from + 1).Fill(mark);
                }
            }
        }
    }

    private bool HasRoom(int cell)
    {
        var (column, row) = (cell % Columns, cell / Columns);
        if (column == 0 || row == 0 || column == Columns - 1 || row == Rows - 1)
        {
            return false;
        }

        foreach (var layer in _layers)
        {
            for (var y = -Columns; y <= Columns; y += Columns)
            {
                if (layer[cell] == 0 || layer[cell + y - 1] != layer[cell] || layer[cell + y] != layer[cell] || layer[cell + y + 1] != layer[cell])
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>All cells with room that hang together with the first are its region; they have its pieces, too, for between two pieces of a layer there is room for none.</summary>
    private void Spread(int first)
    {
        _begins.Add(_cells.Count);
        var region = _begins.Count;
        _regionOf[first] = region;
        _cells.Add(first);
        for (var i = _begins[^1]; i < _cells.Count; i++)
        {
            foreach (var step in (ReadOnlySpan<int>)[-Columns, -1, 1, Columns])
            {
                var next = _cells[i] + step;
                if (_regionOf[next] == 0 && HasRoom(next))
                {
                    _regionOf[next] = region;
                    _cells.Add(next);
                }
            }
        }
    }
}
