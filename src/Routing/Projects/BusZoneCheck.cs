using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Checks that no module stands where buses will: the strips along the left and the right edge, over the board's full height. A zone that only
/// touches a strip counts, as the copper of both would.
/// </summary>
internal static class BusZoneCheck
{
    /// <param name="leftWidth">Width of the left bus zone from the edge, nanometres; 0 where the side has no bus.</param>
    /// <param name="rightWidth">As <paramref name="leftWidth"/>, at the right edge.</param>
    /// <returns>An issue <c>MODULE_OVERLAPPING_BUS_ZONE</c> for every module and side, modules in project order.</returns>
    public static ImmutableArray<Issue> Check(PlacedBoard board, long leftWidth, long rightWidth)
    {
        var outline = board.Project.Board.Bounds;
        var issues = ImmutableArray.CreateBuilder<Issue>();
        foreach (var zones in board.Zones.GroupBy(zone => zone.Module))
        {
            var area = zones.Aggregate(Box.Empty, (box, zone) => box.Union(zone.Bounds));
            if (leftWidth > 0 && area.Left <= outline.Left + leftWidth)
            {
                issues.Add(Overlap(board, zones.Key, "left", outline.Left + leftWidth - area.Left));
            }

            if (rightWidth > 0 && area.Right >= outline.Right - rightWidth)
            {
                issues.Add(Overlap(board, zones.Key, "right", area.Right - outline.Right + rightWidth));
            }
        }

        return issues.ToImmutable();
    }

    private static Issue Overlap(PlacedBoard board, int module, string side, long depth) =>
        ModuleIssues.About("MODULE_OVERLAPPING_BUS_ZONE", board.Project.Modules[module], $"busSide={side}") with
        {
            Message = $"The module {ModuleIssues.Spoken(board.Project.Modules[module])} stands {IssueText.Millimetres(depth)} mm in the zone of the buses at the {side} edge. "
                + $"Move it away from that edge by more than that, or use the topology tree.",
        };
}
