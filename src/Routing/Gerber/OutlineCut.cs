using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Cuts a simple polygon along diagonals between its own vertices, so that no coordinate is rounded, into pieces of few
/// points that together cover the same area.
/// </summary>
internal static class OutlineCut
{
    /// <summary>Edge tests after which an outline counts as impossible to cut; a simple one needs a few thousand.</summary>
    private const int Patience = 500_000;

    /// <summary>The pieces, or null where no diagonal cuts one off: the outline then crosses itself.</summary>
    public static List<EquatableArray<Point>>? Pieces(EquatableArray<Point> outline, int mostPoints)
    {
        var rest = new List<Point>(outline);
        var pieces = new List<EquatableArray<Point>>();
        var patience = Patience;
        while (rest.Count > mostPoints)
        {
            if (FindDiagonal(rest, mostPoints, ref patience) is not var (start, size))
            {
                return null;
            }

            Rotate(rest, start);
            pieces.Add(new([.. rest[..(size + 1)]]));
            rest.RemoveRange(1, size - 1);
        }

        pieces.Add(new([.. rest]));
        return pieces;
    }

    /// <summary>A vertex and the number of edges from it to the diagonal's other end, the larger pieces first.</summary>
    private static (int Start, int Size)? FindDiagonal(List<Point> ring, int mostPoints, ref int patience)
    {
        for (var size = mostPoints - 1; size >= 2; size = size > 8 ? size / 2 : size - 1)
        {
            for (var start = 0; start < ring.Count; start++)
            {
                if ((patience -= ring.Count) < 0)
                {
                    return null;
                }

                if (IsInside(ring, start, (start + size) % ring.Count))
                {
                    return (start, size);
                }
            }
        }

        return null;
    }

    private static void Rotate(List<Point> ring, int start)
    {
        var head = ring[..start];
        ring.RemoveRange(0, start);
        ring.AddRange(head);
    }

    /// <summary>True where the diagonal touches the outline at its own ends only, and runs inside.</summary>
    private static bool IsInside(List<Point> ring, int i, int j)
    {
        Point a = ring[i], b = ring[j];
        var crossings = 0;
        for (var k = 0; k < ring.Count; k++)
        {
            var next = (k + 1) % ring.Count;
            if ((k != i && k != j && IsOn(a, b, ring[k])) || (k != i && k != j && next != i && next != j && Crosses(a, b, ring[k], ring[next])))
            {
                return false;
            }

            crossings += IsLeftOfMiddle(a, b, ring[k], ring[next]) ? 1 : 0;
        }

        return a != b && crossings % 2 == 1;
    }

    private static bool IsOn(Point a, Point b, Point p) => Side(a, b, p) == 0 && Box.Around(a, b).Contains(p);

    private static bool Crosses(Point a, Point b, Point c, Point d) => Side(a, b, c) != Side(a, b, d) && Side(c, d, a) != Side(c, d, b);

    /// <summary>Even-odd rule for the middle of a diagonal: does the edge from c to d pass its level to the left?</summary>
    private static bool IsLeftOfMiddle(Point a, Point b, Point c, Point d)
    {
        double x = (a.X + b.X) / 2.0, y = (a.Y + b.Y) / 2.0;
        return c.Y > y != d.Y > y && (double)(d.X - c.X) * (y - c.Y) / (d.Y - c.Y) + c.X < x;
    }

    private static int Side(Point a, Point b, Point p) => Math.Sign((b.X - a.X) * (p.Y - a.Y) - (b.Y - a.Y) * (p.X - a.X));
}
