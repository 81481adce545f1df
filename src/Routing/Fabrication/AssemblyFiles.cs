using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Bill of materials and pick-and-place list with the headings that a fabrication house takes by itself.</summary>
internal static class AssemblyFiles
{
    /// <summary>One line for each kind of part, in the order in which the board first uses it.</summary>
    public static byte[] Bom(PlacedBoard board) => Bom(
        HouseForm.Of(board.Rules.Profile),
        PartKind.Of(board).Select(kind => new BomLine(kind.Value, new([.. kind.Parts.Select(part => part.Reference)]), kind.Package, kind.LcscPart)));

    /// <summary>Millimetres from the board's centre, y up, exact to the nanometre; degrees counter-clockwise, as the house's part library has the part.</summary>
    public static byte[] Cpl(PlacedBoard board)
    {
        var offsets = PartRotations.Of(board).ToDictionary(turned => turned.Part.Reference, turned => turned.Offset, StringComparer.Ordinal);
        return Cpl(HouseForm.Of(board.Rules.Profile), BoardParts.Of(board).Select(part => Placed(
            part.Line, part.Position, part.Reference, part.At, PartRotations.Turned(part.Rotation, offsets.GetValueOrDefault(part.Reference)))));
    }

    /// <summary>A part where it stands; what its line of the CPL leaves out is taken from that of the BOM.</summary>
    public static CplLine Placed(BomLine line, CplLine position, string reference, Point at, double rotation) => new(
        reference,
        position.Value.Length > 0 ? position.Value : line.Value,
        position.Package.Length > 0 ? position.Package : line.Package,
        at,
        rotation,
        position.Side);

    public static byte[] Bom(HouseForm form, IEnumerable<BomLine> lines)
    {
        var csv = Headed(form, form.Bom.Select(column => column.Heading));
        foreach (var line in lines)
        {
            foreach (var (_, column) in form.Bom)
            {
                csv.Cell(Cell(line, column));
            }

            csv.EndRow();
        }

        return csv.ToBytes();
    }

    public static byte[] Cpl(HouseForm form, IEnumerable<CplLine> parts)
    {
        var csv = Headed(form, form.Cpl.Select(column => column.Heading));
        foreach (var part in parts)
        {
            foreach (var (_, column) in form.Cpl)
            {
                csv.Cell(Cell(part, column));
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

    private static string Cell(BomLine line, BomColumn column) => column switch
    {
        BomColumn.Value => line.Value,
        BomColumn.References => string.Join(',', line.References.Items),
        BomColumn.Package => line.Package,
        BomColumn.PartNumber => line.LcscPart,
        _ => line.References.Items.Length.ToString(CultureInfo.InvariantCulture),
    };

    private static string Cell(CplLine part, CplColumn column) => column switch
    {
        CplColumn.Reference => part.Reference,
        CplColumn.Value => part.Value,
        CplColumn.Package => part.Package,
        CplColumn.X => Number(Units.ToMillimetres(part.At.X)),
        CplColumn.Y => Number(Units.ToMillimetres(part.At.Y)),
        CplColumn.Rotation => Number(part.Rotation),
        _ => part.Side,
    };

    private static string Number(double value) => value.ToString("F6", CultureInfo.InvariantCulture);
}
