using System.Collections.Specialized;
using System.Net;
using System.Security.Claims;
using System.Text;
using System.Web;
using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>An HTTP request.</summary>
public abstract class HttpRequestData(FunctionContext functionContext)
{
    private NameValueCollection? _query;

    public abstract Stream Body { get; }

    public abstract HttpHeadersCollection Headers { get; }

    public abstract IReadOnlyCollection<IHttpCookie> Cookies { get; }

    /// <summary>Absolute URL as the client sent it.</summary>
    public abstract Uri Url { get; }

    public abstract IEnumerable<ClaimsIdentity> Identities { get; }

    public abstract string Method { get; }

    public FunctionContext FunctionContext { get; } = functionContext;

    public virtual NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(Url.Query);

    public abstract HttpResponseData CreateResponse();
}

/// <summary>Readers of a request's body.</summary>
public static class HttpRequestDataExtensions
{
    /// <summary>The body as text; a byte order mark wins over <paramref name="encoding"/> (UTF-8 by default).</summary>
    public static async Task<string?> ReadAsStringAsync(this HttpRequestData request, Encoding? encoding = null)
    {
        using StreamReader reader = Reader(request, encoding);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The body as text; a byte order mark wins over <paramref name="encoding"/> (UTF-8 by default).</summary>
    public static string? ReadAsString(this HttpRequestData request, Encoding? encoding = null)
    {
        using StreamReader reader = Reader(request, encoding);
        return reader.ReadToEnd();
    }

    /// <summary>The body as JSON, by the worker's serialiser.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not JSON of that type.</exception>
    public static async ValueTask<T?> ReadFromJsonAsync<T>(this HttpRequestData request, CancellationToken cancellationToken = default) =>
        (T?)await PayloadSerializer.Of(request.FunctionContext).ReadAsync(request.Body, typeof(T), cancellationToken);

    /// <summary>The body as JSON, by the given serialiser.</summary>
    public static async ValueTask<T?> ReadFromJsonAsync<T>(
        this HttpRequestData request, ObjectSerializer serializer, CancellationToken cancellationToken = default) =>
        (T?)await serializer.DeserializeAsync(request.Body, typeof(T), cancellationToken);

    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        HttpResponseData response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }

    private static StreamReader Reader(HttpRequestData request, Encoding? encoding) =>
        new(request.Body, encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1024, leaveOpen: true);
}
