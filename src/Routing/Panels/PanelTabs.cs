using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Panels;

/// <summary>
/// Where tabs may hold a board: straight pieces of its edge on one side of the rectangle around it. Tabs are spread evenly and moved to where the edge is
/// straight and no copper is near the row of holes.
/// </summary>
internal sealed class PanelTabs(PanelSpecification specification, Contour outline, Func<Point, long, bool> isFree)
{
    private const long Search = 500_000;

    /// <summary>Least distance of one tab from the next.</summary>
    private const long Apart = Units.Millimetre;

    private readonly Box _bounds = PanelShapes.BoundsOf(outline);

    /// <summary>Centres along the side, both boards' edges considered.</summary>
    /// <param name="vertical">True for tabs between columns.</param>
    /// <param name="first">The edge on the left or below has a board.</param>
    /// <param name="second">The edge on the right or above has a board.</param>
    public ImmutableArray<long> Places(bool vertical, bool first, bool second)
    {
        // The board on the left of a gap shows its right edge to it.
        var far = vertical ? _bounds.Right : _bounds.Top;
        var near = vertical ? _bounds.Left : _bounds.Bottom;
        List<(long Low, long High)> usable = first ? Straight(vertical, far) : Straight(vertical, near);
        if (first && second)
        {
            usable = Common(usable, Straight(vertical, near));
        }

        var (low, high) = vertical ? (_bounds.Bottom, _bounds.Top) : (_bounds.Left, _bounds.Right);
        var places = ImmutableArray.CreateBuilder<long>();
        for (var i = 0; i < specification.TabsPerSide; i++)
        {
            var ideal = low + (high - low) * (2 * i + 1) / (2 * specification.TabsPerSide);
            if (Nearest(ideal, usable, at => places.All(other => Math.Abs(other - at) >= specification.TabWidth + Apart) && IsFree(vertical, at, first ? far : null, second ? near : null)) is { } place)
            {
                places.Add(place);
            }
        }

        return places.DrainToImmutable();
    }

    /// <summary>The row of holes across a tab, on the board's edge.</summary>
    public IEnumerable<DrillHole> Bites(bool vertical, long center, long edge)
    {
        var count = Math.Max(1, (specification.TabWidth - specification.BiteDiameter) / specification.BitePitch + 1);
        for (var i = 0; i < count; i++)
        {
            var along = center + (2 * i - (count - 1)) * specification.BitePitch / 2;
            yield return new(vertical ? new(edge, along) : new(along, edge), specification.BiteDiameter, null);
        }
    }

    private bool IsFree(bool vertical, long center, long? first, long? second) =>
        new[] { first, second }.OfType<long>().SelectMany(edge => Bites(vertical, center, edge)).All(hole => isFree(hole.At, hole.Diameter / 2));

    private long? Nearest(long ideal, List<(long Low, long High)> usable, Func<long, bool> suits)
    {
        var half = specification.TabWidth / 2;
        return usable.SelectMany(range => Steps(range.Low + half, range.High - half, ideal))
            .OrderBy(at => Math.Abs(at - ideal)).ThenBy(at => at)
            .Select(at => (long?)at).FirstOrDefault(at => suits(at!.Value));
    }

    private static IEnumerable<long> Steps(long low, long high, long ideal)
    {
        if (low > high)
        {
            yield break;
        }

        var start = Math.Clamp(ideal, low, high);
        yield return start;
        for (var away = Search; start - away >= low || start + away <= high; away += Search)
        {
            if (start - away >= low)
            {
                yield return start - away;
            }

            if (start + away <= high)
            {
                yield return start + away;
            }
        }
    }

    private List<(long Low, long High)> Straight(bool vertical, long at)
    {
        var ranges = new List<(long, long)>();
        var from = outline.Start;
        foreach (var segment in outline.Segments)
        {
            var lies = vertical ? from.X == at && segment.To.X == at : from.Y == at && segment.To.Y == at;
            if (segment.Center is null && lies)
            {
                var (a, b) = vertical ? (from.Y, segment.To.Y) : (from.X, segment.To.X);
                ranges.Add((Math.Min(a, b), Math.Max(a, b)));
            }

            from = segment.To;
        }

        return ranges;
    }

    private static List<(long Low, long High)> Common(List<(long Low, long High)> a, List<(long Low, long High)> b) =>
        [.. from x in a from y in b let low = Math.Max(x.Low, y.Low) let high = Math.Min(x.High, y.High) where low < high select (low, high)];
}
