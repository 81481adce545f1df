using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// Finds keep-out zones in a GerberSockets layer: rectangles parallel to the axes, closed by straight draws from any corner, in any direction
/// and order; or filled as a region or flashed as a rectangle. A zone is what the draws' centre lines enclose, whatever the pen's width.
/// </summary>
internal static class ZoneOutlines
{
    /// <summary>More zones than this are no module; placement compares every pair.</summary>
    private const int MaxZones = 200;

    /// <summary>Zones in the order of the file, each once. Open lines and other closed figures (text) are no zones.</summary>
    /// <param name="problems">Told of closed outlines that were surely meant as a zone but are no rectangle parallel to the axes.</param>
    public static ImmutableArray<Box> Find(GerberLayer layer, ImmutableArray<string>.Builder problems)
    {
        var draws = layer.Objects.OfType<Line>().Where(line => line.From != line.To).Select(line => new Edge(line.From, line.To)).ToList();
        var loops = TakeConsecutiveLoops(draws);
        loops.AddRange(TakeScatteredLoops(draws));
        loops.AddRange(layer.Objects.OfType<Region>().SelectMany(region => region.Contours).Where(IsStraight).Select(Corners));

        var zones = ImmutableArray.CreateBuilder<Box>();
        foreach (var flash in layer.Objects.OfType<Flash>())
        {
            AddOnce(zones, RectangleOf(flash));
        }

        foreach (var loop in loops)
        {
            AddOnce(zones, ToZone(loop, problems));
        }

        if (zones.Count <= MaxZones)
        {
            return zones.ToImmutable();
        }

        problems.Add(string.Create(CultureInfo.InvariantCulture, $"more than {MaxZones} zones"));
        return [];
    }

    private static void AddOnce(ImmutableArray<Box>.Builder zones, Box? zone)
    {
        if (zone is { } box && zones.Count <= MaxZones && !zones.Contains(box))
        {
            zones.Add(box);
        }
    }

    private sealed record Edge(Point From, Point To)
    {
        public bool IsParallelToAxis => From.X == To.X || From.Y == To.Y;
    }

    private static Box? RectangleOf(Flash flash) => flash.Aperture is RectangleAperture { Hole: 0 } rectangle
        ? new Box(flash.At.X - rectangle.Width / 2, flash.At.Y - rectangle.Height / 2, flash.At.X + rectangle.Width / 2, flash.At.Y + rectangle.Height / 2)
        : null;

    private static bool IsStraight(Contour contour) => contour.Segments.Items.All(segment => segment.Center is null);

    private static List<Point> Corners(Contour contour) => [contour.Start, .. contour.Segments.Items.Select(segment => segment.To).SkipLast(1)];

    /// <summary>Takes out the draws that follow each other back to where they began: how a CAD tool plots a rectangle.</summary>
    private static List<List<Point>> TakeConsecutiveLoops(List<Edge> draws)
    {
        var loops = new List<List<Point>>();
        var rest = new List<Edge>();
        for (var start = 0; start < draws.Count;)
        {
            var end = start;
            while (draws[end].To != draws[start].From && end + 1 < draws.Count && draws[end + 1].From == draws[end].To)
            {
                end++;
            }

            if (draws[end].To == draws[start].From)
            {
                loops.Add(draws[start..(end + 1)].ConvertAll(edge => edge.From));
            }
            else
            {
                rest.AddRange(draws[start..(end + 1)]);
            }

            start = end + 1;
        }

        draws.Clear();
        draws.AddRange(rest);
        return loops;
    }

    /// <summary>Rings among draws in any order and direction: where at every point exactly two of them meet.</summary>
    private static IEnumerable<List<Point>> TakeScatteredLoops(List<Edge> draws)
    {
        var neighbours = new Dictionary<Point, List<Point>>();
        foreach (var (from, to) in draws)
        {
            Join(from, to);
            Join(to, from);
        }

        var visited = new HashSet<Point>();
        foreach (var (from, _) in draws)
        {
            if (!visited.Contains(from) && Walk(from, neighbours, visited) is { } loop)
            {
                yield return loop;
            }
        }

        void Join(Point a, Point b)
        {
            if (!neighbours.TryGetValue(a, out var list))
            {
                neighbours.Add(a, list = []);
            }

            if (!list.Contains(b) && list.Count < 3)
            {
                list.Add(b);
            }
        }
    }

    private static List<Point>? Walk(Point start, Dictionary<Point, List<Point>> neighbours, HashSet<Point> visited)
    {
        var loop = new List<Point>();
        var at = start;
        while (visited.Add(at))
        {
            loop.Add(at);
            if (neighbours[at] is not [var one, var other])
            {
                return null;
            }

            at = !visited.Contains(one) ? one : !visited.Contains(other) ? other : start;
        }

        return at == start && loop.Count > 2 && neighbours[loop[^1]].Contains(start) ? loop : null;
    }

    private static Box? ToZone(List<Point> loop, ImmutableArray<string>.Builder problems)
    {
        var corners = WithoutCollinear(loop);
        var edges = corners.Select((corner, i) => new Edge(corner, corners[(i + 1) % corners.Count])).ToList();
        var box = Box.Around(corners);
        if (corners.Count == 4 && edges.TrueForAll(edge => edge.IsParallelToAxis))
        {
            return box;
        }

        if (corners.Count >= 4 && (edges.TrueForAll(edge => edge.IsParallelToAxis) || IsTurnedRectangle(corners)))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture,
                $"the outline around {box.Center.X / 1e6},{box.Center.Y / 1e6} mm is no rectangle parallel to the axes, so no zone"));
        }

        return null;
    }

    private static bool IsTurnedRectangle(List<Point> corners)
    {
        if (corners.Count != 4 || corners[0] + corners[2] != corners[1] + corners[3])
        {
            return false;
        }

        var (a, b) = (corners[1] - corners[0], corners[3] - corners[0]);
        return (Int128)a.X * b.X + (Int128)a.Y * b.Y == 0;
    }

    private static List<Point> WithoutCollinear(List<Point> loop)
    {
        var corners = new List<Point>(loop.Count);
        for (var i = 0; i < loop.Count; i++)
        {
            var (before, at, after) = (loop[(i + loop.Count - 1) % loop.Count], loop[i], loop[(i + 1) % loop.Count]);
            if (Segments.Orientation(before, at, after) != 0)
            {
                corners.Add(at);
            }
        }

        return corners;
    }
}
