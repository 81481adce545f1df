using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary>Why no tabs hold a panel together, and what would help: the edge's form, or copper near the edge.</summary>
internal static class TabShortage
{
    /// <summary>Bites are tried in such steps, down to the least that a specification may ask for.</summary>
    private const long Step = 50_000, LeastBite = 200_000;

    /// <param name="isHeld">True where tabs of a specification hold every board, with the board's copper or as if there were none.</param>
    /// <returns><c>PANEL_NO_TAB_PLACE error=</c></returns>
    public static Issue Of(PanelSpecification specification, Func<PanelSpecification, bool, bool> isHeld) => new(
        "PANEL_NO_TAB_PLACE",
        $"error={IssueText.Sentence(isHeld(specification, false) ? OfCopper(specification, isHeld) : "no straight piece of the board's edge is long enough for a tab that would hold every board")}");

    private static string OfCopper(PanelSpecification specification, Func<PanelSpecification, bool, bool> isHeld)
    {
        var needed = PanelIssues.Number(Needed(specification.BiteDiameter));
        var narrower = Enumerable.Range(1, (int)Math.Max(0, (specification.BiteDiameter - LeastBite) / Step)).Select(i => specification.BiteDiameter - i * Step)
            .FirstOrDefault(bite => isHeld(specification with { BiteDiameter = bite }, true));
        return $"copper is nearer to the board's edge than the {needed} mm that bites of {PanelIssues.Number(specification.BiteDiameter)} mm need, wherever a tab could stand: "
            + (narrower > 0 ? $"take tabs.biteDiameter {PanelIssues.Number(narrower)}, or vcut, " : "take vcut, ")
            + $"or route the board with pour.edgeClearance {needed} (its pour) or edgeKeepOut {needed} (tracks)";
    }

    /// <summary>From the edge, which bites lie on, to copper.</summary>
    private static long Needed(long bite) => bite / 2 + CopperNear.Clearance;
}
