using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The board, made smaller by a margin: where legend may be printed.</summary>
internal sealed class BoardClip
{
    private readonly BoardOutline _board;

    public BoardClip(BoardOutline board, long margin)
    {
        _board = board;
        Margin = margin;
        Rings = board.Free is { } free ? FreeClip.Of(free, margin) : Contour(margin) is { IsEmpty: false } ring ? [ring] : [];
    }

    public long Margin { get; }

    /// <summary>Counter-clockwise and apart from each other; corners as chords within 2 µm. None where nothing is left.</summary>
    public ImmutableArray<ImmutableArray<Point>> Rings { get; }

    /// <summary>True where a disc about the point lies inside.</summary>
    public bool Contains(Point p, long radius) => EdgeDistance.Of(_board, p) >= Margin + radius;

    private (Box Box, long Corner) Shrunk(long margin)
    {
        var radius = Math.Min(_board.CornerRadius, Math.Min(_board.Width, _board.Height) / 2);
        return (_board.Bounds.Inflate(-margin), Math.Max(0, radius - margin));
    }

    private ImmutableArray<Point> Contour(long margin)
    {
        var (box, corner) = Shrunk(margin);
        if (box.Width <= 0 || box.Height <= 0)
        {
            return [];
        }

        var steps = corner == 0 ? 0 : (int)Math.Ceiling(Math.PI / 4 / Math.Acos(1 - Math.Min(1, 2_000.0 / corner)));
        (long X, long Y)[] centres =
        [
            (box.Right - corner, box.Top - corner), (box.Left + corner, box.Top - corner),
            (box.Left + corner, box.Bottom + corner), (box.Right - corner, box.Bottom + corner),
        ];
        var points = ImmutableArray.CreateBuilder<Point>();
        for (var quarter = 0; quarter < 4; quarter++)
        {
            for (var i = 0; i <= steps; i++)
            {
                var (sin, cos) = Math.SinCos((quarter + (steps == 0 ? 0 : i / (double)steps)) * Math.PI / 2);
                var (x, y) = centres[quarter];
                points.Add(new Point(x + (long)Math.Round(corner * cos), y + (long)Math.Round(corner * sin)));
            }
        }

        return points.ToImmutable();
    }
}
