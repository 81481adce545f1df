using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MakeDevice.Command;

/// <summary>JSON that is made here, as UTF-8: by a writer and not by reflection, so that a native program can do it, too.</summary>
internal static class Utf8Json
{
    public static byte[] Of(JsonNode node, JsonWriterOptions options = default)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            node.WriteTo(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A property that is a list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
