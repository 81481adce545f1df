using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Previews;

/// <summary>Closed contours as SVG path data; arcs stay arcs.</summary>
internal static class ContourPath
{
    public static string Of(ImmutableArray<Contour> loops)
    {
        var path = new PathText();
        foreach (var loop in loops)
        {
            path.MoveTo(loop.Start);
            var at = loop.Start;
            foreach (var segment in loop.Segments)
            {
                Append(path, at, segment);
                at = segment.To;
            }

            path.Close();
        }

        return path.ToString();
    }

    private static void Append(PathText path, Point from, ContourSegment segment)
    {
        if (segment.Center is not { } center)
        {
            path.LineTo(segment.To);
            return;
        }

        var radius = (long)from.DistanceTo(center);
        if (from == segment.To)
        {
            path.ArcTo(center + (center - from), radius, large: false, segment.Clockwise);
            path.ArcTo(segment.To, radius, large: false, segment.Clockwise);
            return;
        }

        var turn = Segments.Orientation(center, from, segment.To);
        path.ArcTo(segment.To, radius, large: segment.Clockwise ? turn > 0 : turn < 0, segment.Clockwise);
    }
}
