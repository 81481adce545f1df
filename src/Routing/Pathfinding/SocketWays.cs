using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Ways of sockets onto a lattice, by place: two of different nets may meet between its nodes, where the lattice does not see it.</summary>
/// <param name="pitch">Least distance of two tracks' centre lines, nanometres.</param>
internal sealed class SocketWays(long pitch)
{
    private const long CellSize = 2_000_000;

    private readonly Dictionary<(long X, long Y), List<(int Net, Point[] Way)>> _cells = [];

    public void Add(int net, Point[] way)
    {
        foreach (var cell in Cells(Box.Around(way)))
        {
            if (!_cells.TryGetValue(cell, out var ways))
            {
                _cells[cell] = ways = [];
            }

            ways.Add((net, way));
        }
    }

    /// <summary>True where a way comes nearer than a track may to that of another net.</summary>
    public bool IsTooNear(int net, Point[] way) =>
        Cells(Box.Around(way).Inflate(pitch)).Any(cell => _cells.TryGetValue(cell, out var ways) && ways.Exists(other => other.Net != net && AreTooNear(other.Way, way)));

    private bool AreTooNear(Point[] a, Point[] b)
    {
        for (var i = 1; i < a.Length; i++)
        {
            for (var j = 1; j < b.Length; j++)
            {
                if (Segments.SegmentToSegment(a[i - 1], a[i], b[j - 1], b[j]) < pitch - 0.5)
                {
                    return true;
                }
            }
        }

        return false;
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
}
