using System.Runtime.InteropServices;

namespace MakeDevice.Routing.Geometry;

/// <summary>Closed rings of points without a repeated last one.</summary>
internal static class Ring
{
    /// <summary>True where the ring encloses something: a filled ring without area leaves no copper.</summary>
    public static bool HasArea(List<Point> ring) => ring.Count >= 3 && DoubledArea(CollectionsMarshal.AsSpan(ring)) != 0;

    /// <summary>Twice the signed area in nm², positive counter-clockwise; taken about the first point to keep the terms small.</summary>
    public static double DoubledArea(ReadOnlySpan<Point> ring)
    {
        var sum = 0.0;
        for (var i = 1; i + 1 < ring.Length; i++)
        {
            Point a = ring[i] - ring[0], b = ring[i + 1] - ring[0];
            sum += (double)a.X * b.Y - (double)a.Y * b.X;
        }

        return sum;
    }

    /// <summary>Length of the ring in nm, with the way back from the last point to the first.</summary>
    public static double Length(ReadOnlySpan<Point> ring)
    {
        var length = 0.0;
        for (var i = 0; i < ring.Length; i++)
        {
            length += ring[i].DistanceTo(ring[(i + 1) % ring.Length]);
        }

        return length;
    }

    /// <summary>Drops points that repeat the one before, and a last point that repeats the first.</summary>
    public static void RemoveRepeats(List<Point> ring)
    {
        var kept = 0;
        for (var i = 0; i < ring.Count; i++)
        {
            if (kept == 0 || ring[i] != ring[kept - 1])
            {
                ring[kept++] = ring[i];
            }
        }

        while (kept > 1 && ring[kept - 1] == ring[0])
        {
            kept--;
        }

        ring.RemoveRange(kept, ring.Count - kept);
    }
}
