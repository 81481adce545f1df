using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Excellon;

/// <summary>One tool and all that it makes, sorted.</summary>
internal sealed record PlannedTool(long Diameter, string? Function, ImmutableArray<Point> Holes, ImmutableArray<(Point From, Point To)> Slots);

/// <summary>Sorts hits by tool and drops what would be made twice: the same hole or slot, whatever its function or direction.</summary>
internal static class DrillPlan
{
    public static ImmutableArray<PlannedTool> ToolsOf(DrillFile file) =>
    [
        .. file.Hits
            .Select(Canonical)
            .OrderBy(hit => hit.Diameter)
            .ThenBy(hit => hit.Function is null)
            .ThenBy(hit => hit.Function, StringComparer.Ordinal)
            .DistinctBy(hit => hit switch
            {
                DrillSlot slot => (slot.Diameter, slot.From, slot.To),
                DrillHole hole => (hole.Diameter, hole.At, hole.At),
                _ => throw new ArgumentOutOfRangeException(nameof(file)),
            })
            .GroupBy(hit => (hit.Diameter, hit.Function))
            .Select(tool => new PlannedTool(tool.Key.Diameter, tool.Key.Function, Holes(tool), Slots(tool))),
    ];

    /// <summary>A slot from its lesser end; one without length is a hole.</summary>
    private static DrillHit Canonical(DrillHit hit) => hit is not DrillSlot slot ? hit
        : slot.From == slot.To ? new DrillHole(slot.From, slot.Diameter, slot.Function)
        : Compare(slot.From, slot.To) <= 0 ? slot
        : slot with { From = slot.To, To = slot.From };

    private static ImmutableArray<Point> Holes(IEnumerable<DrillHit> hits) =>
        [.. hits.OfType<DrillHole>().Select(hole => hole.At).OrderBy(at => at.X).ThenBy(at => at.Y)];

    private static ImmutableArray<(Point From, Point To)> Slots(IEnumerable<DrillHit> hits) =>
    [
        .. hits.OfType<DrillSlot>()
            .Select(slot => (slot.From, slot.To))
            .OrderBy(slot => slot.From.X).ThenBy(slot => slot.From.Y).ThenBy(slot => slot.To.X).ThenBy(slot => slot.To.Y),
    ];

    private static int Compare(Point a, Point b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y);
}
