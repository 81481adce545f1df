using System.Collections.Immutable;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// Parts of one value and package. Modules may name different part numbers for them; the board orders the first one named, so that a fab
/// loads one reel (the predecessor's rule). What is so replaced stands in the report.
/// </summary>
/// <param name="LcscPart">The first part number named; empty where no module names one.</param>
internal sealed record PartKind(string Value, string Package, string LcscPart, ImmutableArray<BoardPart> Parts)
{
    /// <summary>In the order in which the board first uses them.</summary>
    public static IEnumerable<PartKind> Of(PlacedBoard board) =>
        from part in BoardParts.Of(board)
        group part by (part.Line.Value, part.Line.Package) into kind
        select new PartKind(
            kind.Key.Value, kind.Key.Package, kind.Select(part => part.Line.LcscPart).FirstOrDefault(number => number.Length > 0, ""), [.. kind]);
}
