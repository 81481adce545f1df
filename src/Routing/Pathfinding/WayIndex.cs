using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Ways of sockets by place, to find those that come too near to another net's: where they meet no node need be.</summary>
/// <param name="pitch">Least distance of two tracks' centre lines, nanometres.</param>
internal sealed class WayIndex(long pitch)
{
    private const long CellSize = 2_000_000;

    private readonly Dictionary<(long X, long Y), List<Entry>> _cells = [];

    /// <param name="id">What <see cref="TooNear"/> tells of it.</param>
    public void Add(int net, ReadOnlyMemory<Point> way, int id)
    {
        var box = Box.Around(way.Span);
        foreach (var cell in Cells(box))
        {
            if (!_cells.TryGetValue(cell, out var entries))
            {
                _cells[cell] = entries = [];
            }

            entries.Add(new(net, way, box, id));
        }
    }

    /// <summary>The ways of other nets to which one comes nearer than a track may; some perhaps twice.</summary>
    public IEnumerable<int> TooNear(int net, ReadOnlyMemory<Point> way)
    {
        var reach = Box.Around(way.Span).Inflate(pitch);
        foreach (var cell in Cells(reach))
        {
            if (!_cells.TryGetValue(cell, out var entries))
            {
                continue;
            }

            foreach (var other in entries)
            {
                if (other.Net != net && other.Box.Intersects(reach) && Polyline.AreNear(other.Way.Span, way.Span, pitch))
                {
                    yield return other.Id;
                }
            }
        }
    }

    private static IEnumerable<(long X, long Y)> Cells(Box box)
    {
        for (var y = Cell(box.Bottom); y <= Cell(box.Top); y++)
        {
            for (var x = Cell(box.Left); x <= Cell(box.Right); x++)
            {
                yield return (x, y);
            }
        }
    }

    private static long Cell(long at) => (long)Math.Floor(at / (double)CellSize);

    private readonly record struct Entry(int Net, ReadOnlyMemory<Point> Way, Box Box, int Id);
}
