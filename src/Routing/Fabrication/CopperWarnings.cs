using System.Collections.Immutable;
using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>What whoever orders should know of copper that is sound: what the electrical report finds beyond a limit, what the house may ask about, what costs more.</summary>
internal static class CopperWarnings
{
    /// <returns>Warnings and notes, no errors.</returns>
    public static ImmutableArray<Issue> Of(PlacedBoard board, RoutedBoard routed)
    {
        var copper = BoardCopper.Of(board, routed);
        return
        [
            .. AddedPour.Issues(routed, copper.Electrical),
            .. ElectricalIssues.Of(copper.Electrical, board.Modules),
            .. Weight(board.Rules),
            .. HouseIssues.Of(board.Rules.Profile, copper.House).Where(issue => issue.Severity != Severity.Error),
        ];
    }

    /// <summary>Thicker copper is etched with wider gaps; the profiles' numbers are those of copper as it is usual.</summary>
    private static IEnumerable<Issue> Weight(DesignRules rules)
    {
        var (copper, usual) = (rules.Electrical.CopperThickness, new ElectricalRules().CopperThickness);
        return copper > usual
            ? [new("HOUSE_COPPER_UNCHECKED", $"house={IssueText.Token(rules.Profile)} copperMm={IssueText.Millimetres(copper)} checkedMm={IssueText.Millimetres(usual)}")]
            : [];
    }
}
