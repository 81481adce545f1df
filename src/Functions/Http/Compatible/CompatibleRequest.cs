using System.Buffers;
using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary>
/// A request of the existing front end: JSON with the endpoint's own name in <c>endpoint</c>. Every problem is answered with HTTP 200 and
/// <c>error.message</c>, as that front end expects.
/// </summary>
internal sealed class CompatibleRequest : IDisposable
{
    /// <summary>A project is text inside the body; escaped it may be twice as long as by itself.</summary>
    private const int MaxBodyBytes = 2 * ServiceOptions.MaxBodyBytes;

    private readonly JsonDocument _document;

    private CompatibleRequest(JsonDocument document) => _document = document;

    /// <summary>The request, or what is wrong with it.</summary>
    public static async Task<(CompatibleRequest? Request, string Problem)> ReadAsync(
        HttpRequestData request, string endpoint, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, MaxBodyBytes, cancellationToken) is not { } body)
        {
            return (null, "The request is too large: a project has at most 5 MiB.");
        }

        if (RequestBody.ProblemAsObject(body) is { } problem)
        {
            return (null, problem);
        }

        var parsed = new CompatibleRequest(JsonDocument.Parse(body.AsMemory(body.Length - RequestBody.WithoutByteOrderMark(body).Length)));
        var named = parsed.Text("endpoint");
        if (named == endpoint)
        {
            return (parsed, "");
        }

        parsed.Dispose();
        return (null, $"The field endpoint must be \"{endpoint}\".");
    }

    /// <summary>The job that is asked about; empty where none is named.</summary>
    public string JobId => Text("jobId") ?? "";

    /// <summary>The text of a property; null where it is missing, no text, or not valid Unicode.</summary>
    public string? Text(string name)
    {
        try
        {
            return _document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True for true, also as 1 or as text; false for anything else.</summary>
    public bool Flag(string name) => _document.RootElement.TryGetProperty(name, out var value)
        && (value.ValueKind == JsonValueKind.True || (Text(name) ?? value.GetRawText()).ToUpperInvariant() is "TRUE" or "1");

    public void Dispose() => _document.Dispose();
}

/// <summary>Answers in the existing front end's form.</summary>
internal static class CompatibleReplies
{
    /// <summary>An answer whose properties, after <c>endpoint</c>, <paramref name="write"/> adds.</summary>
    public static Task<HttpResponseData> CompatibleAsync(
        this HttpReplies replies, HttpRequestData request, string endpoint, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("endpoint", endpoint);
            write(json);
            json.WriteEndObject();
        }

        return replies.JsonAsync(request, HttpStatusCode.OK, buffer.WrittenMemory);
    }

    public static Task<HttpResponseData> CompatibleErrorAsync(this HttpReplies replies, HttpRequestData request, string endpoint, string message) =>
        replies.CompatibleAsync(request, endpoint, json =>
        {
            json.WriteStartObject("error");
            json.WriteString("message", message);
            json.WriteEndObject();
        });

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
