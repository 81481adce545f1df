using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Finishing;

/// <summary>The board inside its edge clearance.</summary>
internal static class PourOutline
{
    /// <summary>Corners of the outline, further in by the pour's edge clearance and some nanometres; empty where nothing is left of the board.</summary>
    public static ImmutableArray<Point> Of(RoutingPlan plan, PourRules pour, long inset)
    {
        inset += pour.FromEdge(plan.Rules);
        var box = plan.Outline.Bounds.Inflate(-inset);
        if (box.Width <= 0 || box.Height <= 0)
        {
            return [];
        }

        var radius = Math.Clamp(plan.Outline.CornerRadius - inset, 0, Math.Min(box.Width, box.Height) / 2);
        if (radius == 0)
        {
            return [new(box.Left, box.Bottom), new(box.Right, box.Bottom), new(box.Right, box.Top), new(box.Left, box.Top)];
        }

        // Chords of an arc lie inside it: nothing comes nearer to the edge.
        var points = new List<Point>();
        AddCorner(new(box.Right - radius, box.Bottom + radius), new(0, -radius), new(radius, 0));
        AddCorner(new(box.Right - radius, box.Top - radius), new(radius, 0), new(0, radius));
        AddCorner(new(box.Left + radius, box.Top - radius), new(0, radius), new(-radius, 0));
        AddCorner(new(box.Left + radius, box.Bottom + radius), new(-radius, 0), new(0, -radius));
        Ring.RemoveRepeats(points);
        return [.. points];

        void AddCorner(Point center, Point from, Point to)
        {
            points.Add(center + from);
            Arcs.AppendChords(points, center + from, center + to, center, clockwise: false);
        }
    }
}
