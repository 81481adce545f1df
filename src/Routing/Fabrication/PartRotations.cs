using System.Globalization;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Parts that the house's part library has turned otherwise than the modules' CPL (see <see cref="RotationOffsets"/>).</summary>
internal static class PartRotations
{
    /// <summary>Every part that is turned, and by how many degrees counter-clockwise.</summary>
    public static IEnumerable<(BoardPart Part, PartKind Kind, double Offset)> Of(PlacedBoard board) => board.RotationOffsets.IsEmpty
        ? []
        : from kind in PartKind.Of(board)
          from part in kind.Parts
          let offset = board.RotationOffsets.Of(board.Rules.Profile, kind.LcscPart, part.Position.Package, kind.Package)
          where offset != 0
          select (part, kind, offset);

    /// <summary><c>PART_ROTATION_OFFSET references= part= package= degrees=</c> for every kind of part that is turned.</summary>
    public static IEnumerable<Issue> Issues(PlacedBoard board) =>
        from turned in Of(board)
        group turned by (turned.Kind.LcscPart, turned.Kind.Package, turned.Offset) into kind
        select new Issue(
            "PART_ROTATION_OFFSET",
            $"references=[{string.Join(',', kind.Select(turned => turned.Part.Reference))}] part={IssueText.Token(kind.Key.LcscPart)} package={IssueText.Token(kind.Key.Package)} "
            + string.Create(CultureInfo.InvariantCulture, $"degrees={kind.Key.Offset} house={IssueText.Token(board.Rules.Profile)}"));

    /// <summary>The sum of two angles, degrees, 0 up to but not 360.</summary>
    public static double Turned(double rotation, double degrees)
    {
        var turned = Math.Round((rotation + degrees) % 360, 6);
        return turned < 0 ? turned + 360 : turned + 0.0;
    }
}
