using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Bill of materials and pick-and-place list with the headings that the board's fabrication house takes by itself.</summary>
internal static class AssemblyFiles
{
    /// <summary>One line for each kind of part, in the order in which the board first uses it.</summary>
    public static byte[] Bom(PlacedBoard board)
    {
        var form = HouseForm.Of(board.Rules.Profile);
        var csv = Headed(form, form.Bom.Select(column => column.Heading));
        foreach (var kind in PartKind.Of(board))
        {
            foreach (var (_, column) in form.Bom)
            {
                csv.Cell(Cell(kind, column));
            }

            csv.EndRow();
        }

        return csv.ToBytes();
    }

    /// <summary>Millimetres from the board's centre, y up, exact to the nanometre; degrees counter-clockwise, as the house's part library has the part.</summary>
    public static byte[] Cpl(PlacedBoard board)
    {
        var form = HouseForm.Of(board.Rules.Profile);
        var csv = Headed(form, form.Cpl.Select(column => column.Heading));
        var offsets = PartRotations.Of(board).ToDictionary(turned => turned.Part.Reference, turned => turned.Offset, StringComparer.Ordinal);
        foreach (var part in BoardParts.Of(board))
        {
            foreach (var (_, column) in form.Cpl)
            {
                csv.Cell(Cell(part, column, offsets.GetValueOrDefault(part.Reference)));
            }

            csv.EndRow();
        }

        return csv.ToBytes();
    }

    private static CsvText Headed(HouseForm form, IEnumerable<string> headings)
    {
        var csv = new CsvText(form.QuotesAll);
        foreach (var heading in headings)
        {
            csv.Cell(heading);
        }

        return csv.EndRow();
    }

    private static string Cell(PartKind kind, BomColumn column) => column switch
    {
        BomColumn.Value => kind.Value,
        BomColumn.References => string.Join(',', kind.Parts.Select(part => part.Reference)),
        BomColumn.Package => kind.Package,
        BomColumn.PartNumber => kind.LcscPart,
        _ => kind.Parts.Length.ToString(CultureInfo.InvariantCulture),
    };

    private static string Cell(BoardPart part, CplColumn column, double offset) => column switch
    {
        CplColumn.Reference => part.Reference,
        CplColumn.Value => part.Position.Value.Length > 0 ? part.Position.Value : part.Line.Value,
        CplColumn.Package => part.Position.Package.Length > 0 ? part.Position.Package : part.Line.Package,
        CplColumn.X => Number(Units.ToMillimetres(part.At.X)),
        CplColumn.Y => Number(Units.ToMillimetres(part.At.Y)),
        CplColumn.Rotation => Number(PartRotations.Turned(part.Rotation, offset)),
        _ => part.Position.Side,
    };

    private static string Number(double value) => value.ToString("F6", CultureInfo.InvariantCulture);
}
