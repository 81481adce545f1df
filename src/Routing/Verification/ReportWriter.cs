using System.Buffers;
using System.Text.Json;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>Writes a verification report as JSON: millimetres with at most four decimals, the same bytes for the same report.</summary>
internal static class ReportWriter
{
    /// <summary>The whole report as UTF-8.</summary>
    public static byte[] Write(VerificationReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            Write(json, report);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The report's properties, for a document that holds more than them.</summary>
    public static void Write(Utf8JsonWriter json, VerificationReport report)
    {
        json.WriteBoolean("passed", report.Passed);
        json.WriteNumber("errors", report.Findings.Count(finding => finding.Severity == Severity.Error));
        json.WriteNumber("warnings", report.Findings.Count(finding => finding.Severity == Severity.Warning));
        Array(json, "findings", report.Findings, Write);
        Array(json, "nets", report.Nets, Write);
        Array(json, "layers", report.Layers, Write);
        json.WriteStartObject("holes");
        json.WriteNumber("plated", report.Holes.Plated);
        json.WriteNumber("nonPlated", report.Holes.NonPlated);
        Length(json, "toCopper", report.Holes.ToCopper);
        Length(json, "nonPlatedToCopper", report.Holes.NonPlatedToCopper);
        Length(json, "between", report.Holes.Between);
        Length(json, "annularRing", report.Holes.AnnularRing);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("kind", finding.Kind.Name());
        json.WriteString("severity", finding.Severity.Name());
        if (finding.Layer is { } layer)
        {
            json.WriteString("layer", layer.FileName());
        }

        Length(json, "x", finding.At.X);
        Length(json, "y", finding.At.Y);
        json.WriteStartArray("nets");
        foreach (var net in finding.Nets)
        {
            json.WriteStringValue(net);
        }

        json.WriteEndArray();
        Length(json, "measured", finding.Measured);
        Length(json, "required", finding.Required);
        json.WriteString("message", finding.Message);
    }

    private static void Write(Utf8JsonWriter json, NetSummary net)
    {
        json.WriteString("net", net.Net);
        json.WriteNumber("sockets", net.Sockets);
        json.WriteNumber("pieces", net.Pieces);
        Length(json, "clearance", net.Clearance);
        Length(json, "length", net.TrackLength);
        json.WriteNumber("vias", net.Vias);
    }

    private static void Write(Utf8JsonWriter json, LayerSummary layer)
    {
        json.WriteString("layer", layer.Layer.FileName());
        json.WriteNumber("pieces", layer.Pieces);
        Length(json, "clearance", layer.Clearance);
        Length(json, "moduleClearance", layer.ModuleClearance);
        Length(json, "edgeClearance", layer.EdgeClearance);
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Nanometres as millimetres; nothing where there is no length.</summary>
    private static void Length(Utf8JsonWriter json, string name, double? nanometres)
    {
        if (nanometres is { } length)
        {
            json.WriteNumber(name, Math.Round((decimal)length / Units.Millimetre, 4) + 0m);
        }
    }
}
