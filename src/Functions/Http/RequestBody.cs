using System.Text.Json;
using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>A request's body, read no further than its limit.</summary>
internal static class RequestBody
{
    /// <summary>The bytes, or null where there are more than <paramref name="limit"/>.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequestData request, int limit, CancellationToken cancellationToken)
    {
        if (long.TryParse(request.HeaderOf("Content-Length"), out var announced) && announced > limit)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > limit)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>True for <c>application/json</c> and <c>…+json</c>, whatever their parameters.</summary>
    public static bool IsJson(string? contentType)
    {
        var type = contentType?.Split(';', 2)[0].Trim() ?? "";
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What is wrong with the text as a JSON object, or null: a check that loads nothing of the core.</summary>
    public static string? ProblemAsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(JsonBytes.WithoutByteOrderMark(json));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "The body must be a JSON object.";
            }

            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"The body is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.";
        }
    }
}
