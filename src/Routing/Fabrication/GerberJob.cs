using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// The Gerber job file (Ucamco, The Gerber Job File Format Specification 2022.12): size, layers, design rules and the function of each file,
/// so that a fab need not guess from names. Without a creation date: the same board gives the same bytes.
/// </summary>
internal static class GerberJob
{
    private const double MaskThickness = 0.01;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.Default };

    public static byte[] Write(PlacedBoard board)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            WriteHeader(json);
            WriteGeneral(json, board);
            WriteDesignRules(json, board.Rules);
            WriteFiles(json, board.Project);
            WriteStackup(json, board.Rules.Electrical);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteHeader(Utf8JsonWriter json)
    {
        json.WriteStartObject("Header");
        json.WriteStartObject("GenerationSoftware");
        json.WriteString("Vendor", FileAttributes.Vendor);
        json.WriteString("Application", FileAttributes.Application);
        json.WriteString("Version", BoardStages.CoreVersion);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGeneral(Utf8JsonWriter json, PlacedBoard board)
    {
        json.WriteStartObject("GeneralSpecs");
        json.WriteStartObject("ProjectId");
        json.WriteString("Name", board.Project.FileStem);
        json.WriteString("GUID", FileAttributes.ProjectGuid(board.Project).ToString());
        json.WriteString("Revision", "1");
        json.WriteEndObject();
        var size = BoardContour.Of(board).Bounds;
        json.WriteStartObject("Size");
        json.WriteNumber("X", Units.ToMillimetres(size.Width));
        json.WriteNumber("Y", Units.ToMillimetres(size.Height));
        json.WriteEndObject();
        json.WriteNumber("LayerNumber", 2);
        json.WriteNumber("BoardThickness", Units.ToMillimetres(board.Rules.Electrical.BoardThickness));
        json.WriteEndObject();
    }

    private static void WriteDesignRules(Utf8JsonWriter json, DesignRules rules)
    {
        json.WriteStartArray("DesignRules");
        json.WriteStartObject();
        json.WriteString("Layers", "Outer");
        json.WriteNumber("PadToPad", Units.ToMillimetres(rules.Clearance));
        json.WriteNumber("PadToTrack", Units.ToMillimetres(rules.Clearance));
        json.WriteNumber("TrackToTrack", Units.ToMillimetres(rules.Clearance));
        json.WriteNumber("MinLineWidth", Units.ToMillimetres(rules.TrackWidth));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteFiles(Utf8JsonWriter json, Project project)
    {
        json.WriteStartArray("FilesAttributes");
        foreach (var file in LayerFile.All)
        {
            WriteFile(json, project.FileStem + file.Suffix, file.Function, file.Polarity ?? "Positive");
        }

        WriteFile(json, project.FileStem + ArtifactNaming.PlatedDrills, "Plated,1,2,PTH", "Positive");
        WriteFile(json, project.FileStem + ArtifactNaming.NonPlatedDrills, "NonPlated,1,2,NPTH", "Positive");
        json.WriteEndArray();
    }

    private static void WriteFile(Utf8JsonWriter json, string path, string function, string polarity)
    {
        json.WriteStartObject();
        json.WriteString("Path", path);
        json.WriteString("FileFunction", function);
        json.WriteString("FilePolarity", polarity);
        json.WriteEndObject();
    }

    private static void WriteStackup(Utf8JsonWriter json, ElectricalRules rules)
    {
        var (board, copper) = (Units.ToMillimetres(rules.BoardThickness), Units.ToMillimetres(rules.CopperThickness));
        json.WriteStartArray("MaterialStackup");
        WriteMaterial(json, "Legend", "Top silkscreen", null, null);
        WriteMaterial(json, "SolderMask", "Top solder mask", MaskThickness, null);
        WriteMaterial(json, "Copper", "F_Cu", copper, null);
        WriteMaterial(json, "Dielectric", "F_Cu/B_Cu", board - 2 * (copper + MaskThickness), "FR4");
        WriteMaterial(json, "Copper", "B_Cu", copper, null);
        WriteMaterial(json, "SolderMask", "Bottom solder mask", MaskThickness, null);
        WriteMaterial(json, "Legend", "Bottom silkscreen", null, null);
        json.WriteEndArray();
    }

    private static void WriteMaterial(Utf8JsonWriter json, string type, string name, double? thickness, string? material)
    {
        json.WriteStartObject();
        json.WriteString("Type", type);
        if (thickness is { } millimetres)
        {
            json.WriteNumber("Thickness", Math.Round(millimetres, 3));
        }

        if (material is not null)
        {
            json.WriteString("Material", material);
        }

        json.WriteString("Name", name);
        json.WriteEndObject();
    }
}
