using System.Text.Json;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>The report's <c>blocked</c>: why sockets stayed open. Places are board coordinates, moves the project's (y down), millimetres.</summary>
internal static class BlockedReport
{
    public static void Write(Utf8JsonWriter json, PlacedBoard board, BoardExplanation explanation)
    {
        if (explanation.Sockets.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("blocked");
        foreach (var blocked in explanation.Sockets)
        {
            json.WriteStartObject();
            json.WriteString("net", blocked.Socket.Net);
            json.WriteString("socket", blocked.Socket.Name);
            json.WriteString("reference", SocketReferences.Of(board)[blocked.Socket]);
            json.WriteNumber("module", blocked.Socket.Module);
            json.WriteNumber("xMm", Units.ToMillimetres(blocked.Socket.At.X));
            json.WriteNumber("yMm", Units.ToMillimetres(blocked.Socket.At.Y));
            Write(json, board, blocked.Bottleneck);
            Write(json, blocked.Advice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PlacedBoard board, Bottleneck bottleneck)
    {
        json.WriteString("reason", BlockedIssue.Reason(bottleneck));
        json.WriteStartArray("gaps");
        foreach (var gap in bottleneck.Gaps)
        {
            json.WriteStartObject();
            json.WriteStartArray("between");
            json.WriteStringValue(BlockedIssue.Name(board, gap.A));
            json.WriteStringValue(BlockedIssue.Name(board, gap.B));
            json.WriteEndArray();
            json.WriteNumber("widthMm", Math.Round(gap.Width / Units.Millimetre, 3));
            json.WriteNumber("fits", gap.Fits);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("fits", bottleneck.Fits);
        json.WriteNumber("needed", bottleneck.Needed);
        json.WriteStartArray("nets");
        foreach (var net in bottleneck.Nets)
        {
            json.WriteStringValue(net);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Advice advice)
    {
        json.WriteStartArray("moves");
        foreach (var move in advice.Moves)
        {
            json.WriteStartObject();
            json.WriteNumber("module", move.Module);
            json.WriteNumber("xMm", Units.ToMillimetres(move.By.X));
            json.WriteNumber("yMm", Units.ToMillimetres(-move.By.Y));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("confirmed", advice.IsConfirmed);
    }
}
