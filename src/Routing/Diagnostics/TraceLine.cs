using System.Text;
using System.Text.Json;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Diagnostics;

/// <summary>A round as one line of JSON; names of nets are escaped so that the line may also stand in a page's script.</summary>
public static class TraceLine
{
    /// <param name="copper">The side's after the round.</param>
    /// <param name="frame">Number of the picture that shows it.</param>
    public static string Of(RouteProgress round, RoutedBoard copper, int frame)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("frame", frame);
            json.WriteString("stage", round.Stage);
            json.WriteNumber("round", round.Round);
            json.WriteString("side", round.Side.ToString().ToLowerInvariant());
            json.WriteNumber("sockets", round.Sockets);
            json.WriteNumber("connected", round.Connected);
            json.WriteNumber("overuse", round.Overuse);
            json.WriteNumber("nodesExpanded", round.NodesExpanded);
            json.WriteNumber("copperMm", Math.Round(copper.CopperLength / 1e6, 3));
            json.WriteNumber("vias", copper.Vias.Length);
            json.WriteStartArray("nets");
            foreach (var net in round.Nets)
            {
                json.WriteStringValue(net);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
