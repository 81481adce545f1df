using System.Buffers;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary>
/// A request of the existing front end: JSON with the endpoint's own name in <c>endpoint</c>. Every problem is answered with HTTP 200 and
/// <c>error.message</c>, as that front end expects.
/// </summary>
internal sealed class CompatibleRequest : IDisposable
{
    /// <summary>A project is text inside the body; escaped it may be twice as long as by itself.</summary>
    public const int MaxProjectBytes = 2 * ServiceOptions.MaxBodyBytes;

    /// <summary>A project, and a route beside it.</summary>
    public const int MaxRouteBytes = MaxProjectBytes + ServiceOptions.MaxBodyBytes;

    private readonly JsonDocument _document;

    private CompatibleRequest(JsonDocument document, ReadOnlyMemory<byte> body) => (_document, Body) = (document, body);

    /// <summary>The request as it came, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The request, or what is wrong with it.</summary>
    public static async Task<(CompatibleRequest? Request, string Problem)> ReadAsync(
        HttpRequestData request, string endpoint, int maxBytes, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, maxBytes, cancellationToken) is not { } body)
        {
            return (null, maxBytes == MaxProjectBytes
                ? "The request is too large: a project has at most 5 MiB."
                : $"The request is too large: it has at most {maxBytes / (1024 * 1024)} MiB.");
        }

        if (RequestBody.ProblemAsObject(body) is { } problem)
        {
            return (null, problem);
        }

        if (!JsonBytes.IsUnicode(body))
        {
            return (null, "A text or a name in the request is not valid Unicode.");
        }

        var json = body.AsMemory(body.Length - JsonBytes.WithoutByteOrderMark(body).Length);
        var parsed = new CompatibleRequest(JsonDocument.Parse(json), json);
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

    /// <summary>The text of a property; null where it is missing or no text.</summary>
    public string? Text(string name) =>
        _document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The project, which is text in the request, or what is wrong with it.</summary>
    public (byte[]? Project, string Problem) Project() => Text("project") is not { } project
        ? (null, "The field project must be the project's JSON as text.")
        : Encoding.UTF8.GetByteCount(project) > ServiceOptions.MaxBodyBytes
            ? (null, "The project is too large: it has at most 5 MiB.")
            : (Encoding.UTF8.GetBytes(project), "");

    /// <summary>The text of an object in the request, as it is written; null where it is missing or no object.</summary>
    public byte[]? Json(string name) => _document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
        ? JsonMarshal.GetRawUtf8Value(value).ToArray()
        : null;

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

    /// <param name="write">Adds properties to the error, before its message.</param>
    public static Task<HttpResponseData> CompatibleErrorAsync(
        this HttpReplies replies, HttpRequestData request, string endpoint, string message, Action<Utf8JsonWriter>? write = null) =>
        replies.CompatibleAsync(request, endpoint, json =>
        {
            json.WriteStartObject("error");
            write?.Invoke(json);
            json.WriteString("message", message);
            json.WriteEndObject();
        });

    /// <summary>The answer to a start.</summary>
    public static Task<HttpResponseData> CompatibleStartAsync(this HttpReplies replies, HttpRequestData request, string endpoint, string job) =>
        replies.CompatibleAsync(request, endpoint, json =>
        {
            json.WriteStartObject("result");
            json.WriteString("jobId", job);
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
