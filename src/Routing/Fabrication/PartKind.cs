using System.Collections.Immutable;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// Parts of one value and package. Modules may name different part numbers for them; the board orders the first one named, so that a fab
/// loads one reel (the predecessor's rule). What is so replaced is an issue and stands in the report. Parts without a value or a package are of one
/// kind only where their numbers say so: an empty cell makes nothing equal.
/// </summary>
/// <param name="LcscPart">The first part number named; empty where no module names one.</param>
internal sealed record PartKind(string Value, string Package, string LcscPart, ImmutableArray<BoardPart> Parts)
{
    /// <summary>In the order in which the board first uses them.</summary>
    public static IEnumerable<PartKind> Of(PlacedBoard board) =>
        from part in BoardParts.Of(board)
        group part by Key(part) into kind
        select new PartKind(
            kind.Key.Value, kind.Key.Package, kind.Select(part => part.Line.LcscPart).FirstOrDefault(number => number.Length > 0, ""), [.. kind]);

    /// <summary><c>PART_SUBSTITUTED references= asked= ordered=</c> for every part number that another one stands for.</summary>
    public static IEnumerable<Issue> Substitutions(PlacedBoard board) =>
        from kind in Of(board)
        from other in kind.Parts.Where(part => part.Line.LcscPart != kind.LcscPart).GroupBy(part => part.Line.LcscPart)
        select new Issue(
            "PART_SUBSTITUTED",
            $"references=[{string.Join(',', other.Select(part => part.Reference))}] value={IssueText.Token(kind.Value)} package={IssueText.Token(kind.Package)} "
            + $"asked={(other.Key.Length == 0 ? "none" : IssueText.Token(other.Key))} ordered={IssueText.Token(kind.LcscPart)}");

    private static (string Value, string Package, string Number, string Line) Key(BoardPart part)
    {
        var line = part.Line;
        if (line.Value.Length > 0 && line.Package.Length > 0)
        {
            return (line.Value, line.Package, "", "");
        }

        return (line.Value, line.Package, line.LcscPart, line.LcscPart.Length > 0 ? "" : $"{part.Module} {string.Join(' ', line.References.Items)}");
    }
}
