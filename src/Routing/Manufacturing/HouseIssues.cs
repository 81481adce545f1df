using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>Findings of the house's check as issues.</summary>
internal static class HouseIssues
{
    /// <returns><c>HOUSE_CANNOT_MAKE</c> (an error), <c>HOUSE_LIMIT</c> and <c>HOUSE_PRICE</c>, one for each kind. What only looks worse is left to the report: few modules
    /// have legends as coarse as houses ask, and nobody who orders can change that.</returns>
    public static ImmutableArray<Issue> Of(string house, ImmutableArray<HouseFinding> findings) => [.. findings.Where(finding => finding.Grade != HouseGrade.Look).Select(finding => Of(house, finding))];

    private static Issue Of(string house, HouseFinding finding)
    {
        var numbers = string.Create(
            CultureInfo.InvariantCulture,
            $"house={IssueText.Token(house)} kind={finding.Kind} count={finding.Count} foundMm={IssueText.Millimetres(finding.Found)} limitMm={IssueText.Millimetres(finding.Limit)}");
        var place = finding.At is { } at ? $" xMm={IssueText.Millimetres(at.X)} yMm={IssueText.Millimetres(at.Y)}" : "";
        return finding.Grade switch
        {
            HouseGrade.CannotBeMade => new("HOUSE_CANNOT_MAKE", numbers + place),
            HouseGrade.BeyondLimit => new("HOUSE_LIMIT", numbers + place),
            _ => new("HOUSE_PRICE", $"{numbers} what={IssueText.Sentence(finding.What)}"),
        };
    }
}
