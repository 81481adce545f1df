using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Bill of materials and pick-and-place list in the columns JLCPCB reads (the predecessor's, too).</summary>
internal static class AssemblyFiles
{
    /// <summary>One line for each kind of part, in the order in which the board first uses it.</summary>
    public static byte[] Bom(PlacedBoard board)
    {
        var csv = new CsvText().Cell("Value").Cell("Designator").Cell("Package").Cell("LCSC Part").EndRow();
        foreach (var kind in PartKind.Of(board))
        {
            csv.Cell(kind.Value).Cell(string.Join(',', kind.Parts.Select(part => part.Reference))).Cell(kind.Package).Cell(kind.LcscPart).EndRow();
        }

        return csv.ToBytes();
    }

    /// <summary>Millimetres from the board's centre, y up, exact to the nanometre; degrees counter-clockwise.</summary>
    public static byte[] Cpl(PlacedBoard board)
    {
        var csv = new CsvText().Cell("Designator").Cell("Val").Cell("Package").Cell("Mid X").Cell("Mid Y").Cell("Rotation").Cell("Layer").EndRow();
        foreach (var part in BoardParts.Of(board))
        {
            csv.Cell(part.Reference).Cell(part.Position.Value).Cell(part.Position.Package)
                .Cell(Number(Units.ToMillimetres(part.At.X))).Cell(Number(Units.ToMillimetres(part.At.Y))).Cell(Number(part.Rotation))
                .Cell(part.Position.Side).EndRow();
        }

        return csv.ToBytes();
    }

    private static string Number(double value) => value.ToString("F6", CultureInfo.InvariantCulture);
}
