using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Verification;

/// <summary>How much copper surrounds a hole, whatever shapes it is made of.</summary>
internal static class AnnularRing
{
    /// <summary>Pads of chords are up to 1 µm smaller than drawn.</summary>
    public const double Tolerance = 1_500;

    private const int Directions = 48;

    private const int Halvings = 10;

    /// <summary>The widest ring around the hole, up to a limit, that is all copper; 0 where the hole breaks out. Nanometres.</summary>
    /// <param name="around">The copper that meets the hole.</param>
    public static double Measure(Capsule hole, IReadOnlyList<CopperItem> around, double limit)
    {
        var single = around.Max(item => item.Shapes.Length == 1 && item.Shapes.Span[0].Shape is Capsule pad && hole.A == hole.B
            ? pad.Radius - hole.Radius - Segments.PointToSegment(hole.A, pad.A, pad.B)
            : double.NegativeInfinity);
        if (single >= limit)
        {
            return single;
        }

        // A thin ring may be a gap of the drawing, so the hole's wall itself is looked at just outside it.
        double low = 0, high = Math.Max(limit, 1);
        if (IsCopper(hole, around, high))
        {
            return high;
        }

        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = IsCopper(hole, around, middle) ? (middle, high) : (low, middle);
        }

        return Math.Max(low, Math.Max(0, single));
    }

    private static bool IsCopper(Capsule hole, IReadOnlyList<CopperItem> around, double ring)
    {
        var axis = Math.Atan2(hole.B.Y - hole.A.Y, hole.B.X - hole.A.X);
        for (var i = 0; i < Directions; i++)
        {
            var angle = axis - Math.PI / 2 + Math.Tau * (i + 0.5) / Directions;
            var end = i < Directions / 2 ? hole.B : hole.A;
            var at = end + new Point((long)((hole.Radius + ring) * Math.Cos(angle)), (long)((hole.Radius + ring) * Math.Sin(angle)));
            if (!around.Any(item => item.Contains(at)))
            {
                return false;
            }
        }

        return true;
    }
}
