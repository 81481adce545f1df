using System.Buffers;
using System.Text.Json;

namespace MakeDevice.Functions.Jobs;

/// <summary>JSON without white space and with properties in ordinal order: equal documents have equal bytes. Numbers stay as written.</summary>
internal static class CanonicalJson
{
    /// <summary>The canonical bytes; the bytes themselves where they are not strict JSON (a lone surrogate, for instance).</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonBytes.IsUnicode(json.Span) ? Canonical(json) : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static ReadOnlyMemory<byte> Canonical(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(document.RootElement, writer);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
