using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary><c>report.json</c> of a panel: what it consists of, against which numbers it was checked, and what of the board is in doubt. Millimetres.</summary>
internal static class PanelReport
{
    public static byte[] Write(PanelBoard board, PanelDesign design, ImmutableArray<string> files)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartObject("panel");
            WriteBox(json, PanelShapes.BoundsOf(design.Outline));
            json.WriteNumber("columns", design.Columns);
            json.WriteNumber("rows", design.Rows);
            json.WriteNumber("stepXmm", Units.ToMillimetres(design.StepX));
            json.WriteNumber("stepYmm", Units.ToMillimetres(design.StepY));
            json.WriteNumber("vCuts", design.Cuts.Length);
            json.WriteString("core", BoardStages.CoreVersion);
            json.WriteEndObject();
            json.WriteStartObject("board");
            WriteBox(json, board.Bounds);
            json.WriteString("house", board.House);
            json.WriteEndObject();
            json.WriteIssues(board.Notes);
            WriteCopies(json, design);
            WriteHoles(json, board, design);
            WriteParts(json, board, design);
            WriteChecks(json);
            json.WriteStrings("files", files);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteBox(Utf8JsonWriter json, Box box)
    {
        json.WriteNumber("widthMm", Units.ToMillimetres(box.Width));
        json.WriteNumber("heightMm", Units.ToMillimetres(box.Height));
    }

    /// <summary>How far each copy lies from the first.</summary>
    private static void WriteCopies(Utf8JsonWriter json, PanelDesign design)
    {
        json.WriteStartArray("copies");
        foreach (var (copy, offset) in design.Offsets.Index())
        {
            json.WriteStartObject();
            json.WriteNumber("copy", copy);
            json.WriteNumber("xMm", Units.ToMillimetres(offset.X));
            json.WriteNumber("yMm", Units.ToMillimetres(offset.Y));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHoles(Utf8JsonWriter json, PanelBoard board, PanelDesign design)
    {
        var copies = design.Columns * design.Rows;
        json.WriteStartObject("holes");
        json.WriteNumber("plated", copies * Distinct(board.Plated) + design.Vias.Length);
        json.WriteNumber("nonPlated", copies * Distinct(board.NonPlated) + design.BiteHoles.Length + design.RailHoles.Length);
        json.WriteNumber("ofEachCopy", Distinct(board.Plated) + Distinct(board.NonPlated));
        json.WriteNumber("vias", design.Vias.Length);
        json.WriteNumber("bites", design.BiteHoles.Length);
        json.WriteNumber("tooling", design.RailHoles.Length);
        json.WriteEndObject();
    }

    private static int Distinct(DrillFile drills) => drills.Hits.Distinct().Count();

    private static void WriteParts(Utf8JsonWriter json, PanelBoard board, PanelDesign design)
    {
        var total = board.HasAssembly ? PanelAssembly.Of(board, design).Count : 0;
        json.WriteStartObject("parts");
        json.WriteNumber("ofEachCopy", total / (design.Columns * design.Rows));
        json.WriteNumber("total", total);
        json.WriteEndObject();
    }

    private static void WriteChecks(Utf8JsonWriter json)
    {
        json.WriteStartArray("checks");
        foreach (var (code, limit) in PanelCheck.Checks)
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            if (limit is { } least)
            {
                json.WriteNumber("limitMm", Units.ToMillimetres(least));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
