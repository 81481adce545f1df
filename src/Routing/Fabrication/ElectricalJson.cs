using System.Text.Json;
using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Fabrication;

/// <summary>The report's <c>electrical</c>: what the copper of each net is worth. Ohms, amperes, volts, picofarads, millimetres.</summary>
internal static class ElectricalJson
{
    /// <summary>Numbers of four digits say more than the copper's tolerance allows.</summary>
    private const int Digits = 4;

    public static void Write(Utf8JsonWriter json, PlacedBoard board, ElectricalReport report)
    {
        if (!report.IsComplete)
        {
            json.WriteNull("electrical");
            return;
        }

        json.WriteStartObject("electrical");
        json.WriteNumber("copperThicknessMm", Units.ToMillimetres(report.Rules.CopperThickness));
        json.WriteNumber("temperature", report.Rules.Temperature);
        json.WriteNumber("temperatureRise", report.Rules.TemperatureRise);
        json.WriteStartArray("nets");
        foreach (var net in report.Nets)
        {
            Write(json, SocketReferences.Of(board), net);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SocketReferences references, NetElectrical net)
    {
        json.WriteStartObject();
        json.WriteString("name", net.Net);
        json.WriteBoolean("isPower", net.IsPower);
        json.WriteString("source", references[net.Source]);
        json.WriteNumber("capacitancePf", Rounded(net.Capacitance * 1e12));
        if (ElectricalIssues.IsBus(net.Net))
        {
            json.WriteNumber("capacitanceWithPinsPf", Rounded(ElectricalIssues.WithPins(net) * 1e12));
        }

        if (net.Worst is { } worst)
        {
            json.WriteNumber("worstOhms", Rounded(worst.Ohms!.Value));
            json.WriteNumber("longestBranchMm", Millimetres(net.Farthest!.Length!.Value));
        }

        if (net.Neck is { } neck)
        {
            json.WriteStartObject("neck");
            Write(json, neck);
            json.WriteEndObject();
        }

        if (net.Supply is { } supply)
        {
            Write(json, references, supply);
        }

        Write(json, references, net.Sockets);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SocketReferences references, IReadOnlyList<SocketElectrical> sockets)
    {
        json.WriteStartArray("sockets");
        foreach (var socket in sockets)
        {
            json.WriteStartObject();
            json.WriteString("socket", references[socket.Socket]);
            json.WriteNumber("module", socket.Socket.Module);
            if (socket.Ohms is { } ohms)
            {
                json.WriteNumber("ohms", Rounded(ohms));
                json.WriteNumber("lengthMm", Millimetres(socket.Length!.Value));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SocketReferences references, SupplyElectrical supply)
    {
        json.WriteStartObject("supply");
        json.WriteNumber("amperes", Rounded(supply.Current));
        json.WriteNumber("dropVolts", Rounded(supply.Drop));
        if (supply.At is { } socket)
        {
            json.WriteString("socket", references[socket]);
        }

        if (supply.Hottest is { } place)
        {
            json.WriteStartObject("hottest");
            json.WriteNumber("amperes", Rounded(supply.HottestCurrent));
            Write(json, place);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, NeckElectrical neck)
    {
        json.WriteNumber("widthMm", Millimetres(neck.Width));
        json.WriteString("layer", neck.Layer?.FileName());
        json.WriteNumber("xMm", Units.ToMillimetres(neck.At.X));
        json.WriteNumber("yMm", Units.ToMillimetres(neck.At.Y));
        json.WriteNumber("limitAmperes", Rounded(neck.Limit));
    }

    private static double Millimetres(double nanometres) => Math.Round(nanometres / Units.Millimetre, 3);

    /// <summary>To four significant digits.</summary>
    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return 0;
        }

        var places = Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return places is >= 0 and <= 15 ? Math.Round(value, places) : Math.Round(value);
    }
}
