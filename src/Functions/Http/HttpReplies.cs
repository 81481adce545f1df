using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>Makes responses: JSON and errors in one form, secure headers and CORS on every one.</summary>
public sealed class HttpReplies(ServiceOptions options, JobTelemetry telemetry)
{
    /// <summary>Code of an answer, or of a job's end, where the storage failed.</summary>
    public const string StorageUnavailable = "STORAGE_UNAVAILABLE";

    private const string Json = "application/json; charset=utf-8";

    /// <summary>A response without a body, its headers set.</summary>
    /// <param name="policy">Its Content-Security-Policy.</param>
    public HttpResponseData Empty(HttpRequestData request, HttpStatusCode status, string policy = SecureHeaders.Nothing)
    {
        var response = request.CreateResponse();
        response.StatusCode = status;
        var headers = response.Headers;
        foreach (var (name, value) in SecureHeaders.Of(policy))
        {
            headers.Add(name, value);
        }

        AddCors(request, headers);
        return response;
    }

    /// <summary>A body that must not be stored by anyone on the way.</summary>
    public async Task<HttpResponseData> BytesAsync(
        HttpRequestData request, HttpStatusCode status, string contentType, ReadOnlyMemory<byte> body, string cacheControl = "no-store")
    {
        var response = Empty(request, status);
        response.Headers.Add("Cache-Control", cacheControl);
        await WriteAsync(request, response, contentType, body);
        return response;
    }

    /// <summary>Writes the body, packed where the client takes it so.</summary>
    /// <returns>How it was packed; null for not at all.</returns>
    private static async Task<string?> WriteAsync(HttpRequestData request, HttpResponseData response, string contentType, ReadOnlyMemory<byte> body)
    {
        response.Headers.Add("Content-Type", contentType);
        var coding = ContentCoding.Choose(request, response.Headers, contentType, body.Length);
        await ContentCoding.WriteAsync(response, coding, stream => stream.WriteAsync(body, request.FunctionContext.CancellationToken).AsTask());
        return coding;
    }

    /// <summary>A body that the client may keep and ask for again by its ETag; 304 where it has it, and then <paramref name="body"/> is not made.</summary>
    /// <param name="etag">Quoted.</param>
    internal async Task<HttpResponseData> KeptAsync(
        HttpRequestData request, string etag, string cacheControl, string contentType, Func<ReadOnlyMemory<byte>> body, string policy = SecureHeaders.Nothing)
    {
        var response = Empty(request, request.Matches(etag) ? HttpStatusCode.NotModified : HttpStatusCode.OK, policy);
        response.Headers.Add("Cache-Control", cacheControl);
        var coding = response.StatusCode == HttpStatusCode.OK ? await WriteAsync(request, response, contentType, body()) : null;
        response.Headers.Add("ETag", ContentCoding.Tag(etag, coding));
        return response;
    }

    internal Task<HttpResponseData> JsonAsync<T>(HttpRequestData request, HttpStatusCode status, T body, JsonTypeInfo<T> type) =>
        JsonAsync(request, status, JsonSerializer.SerializeToUtf8Bytes(body, type));

    internal Task<HttpResponseData> JsonAsync(HttpRequestData request, HttpStatusCode status, ReadOnlyMemory<byte> body) =>
        BytesAsync(request, status, Json, body);

    public Task<HttpResponseData> ErrorAsync(HttpRequestData request, HttpStatusCode status, string code, string message, params string[] issues) =>
        JsonAsync(request, status, new ErrorBody(new ErrorDetail(code, message, issues)), ApiJson.Default.ErrorBody);

    public Task<HttpResponseData> UnknownJobAsync(HttpRequestData request) =>
        ErrorAsync(request, HttpStatusCode.NotFound, "JOB_NOT_FOUND", "There is no job of that id.");

    /// <summary>409: what is asked for comes when the job has ended.</summary>
    internal Task<HttpResponseData> JobRunningAsync(HttpRequestData request, string message) =>
        LaterAsync(request, HttpStatusCode.Conflict, "JOB_RUNNING", message, TimeSpan.FromSeconds(1));

    /// <summary>The job's URLs as this client can follow them.</summary>
    internal JobUris Uris(HttpRequestData request, string job) => new(ForwardedOrigin.Of(request, options.TrustedProxies), job);

    /// <summary>Whose job a request starts (<see cref="CallerScope"/>).</summary>
    internal string CallerOf(HttpRequestData request) => CallerScope.Of(request, options.TrustedProxies);

    /// <summary>The answer to a start: the job's URLs.</summary>
    internal async Task<HttpResponseData> AcceptedAsync(HttpRequestData request, string job)
    {
        var uris = Uris(request, job);
        var response = await JsonAsync(request, HttpStatusCode.Accepted, uris.Started(), ApiJson.Default.StartedJob);
        response.Headers.Add("Location", uris.Job);
        response.Headers.Add("Retry-After", "1");
        return response;
    }

    /// <summary>
    /// Answers 403 where a browser's page of a foreign origin would change something, 429 where there are too many jobs, and 503 where the storage fails while
    /// <paramref name="answer"/> works: a client may ask again.
    /// </summary>
    public async Task<HttpResponseData> GuardedAsync(HttpRequestData request, Func<Task<HttpResponseData>> answer)
    {
        try
        {
            return PageOrigin.IsRefused(request, options)
                ? await ErrorAsync(request, HttpStatusCode.Forbidden, "ORIGIN_NOT_ALLOWED", "Pages of that origin may not do this.")
                : await answer();
        }
        catch (TooManyJobsException e)
        {
            return await LaterAsync(request, HttpStatusCode.TooManyRequests, "TOO_MANY_JOBS", e.Message, TooManyJobsException.Wait);
        }
        catch (Exception e) when (StorageFault.IsPassing(e) && !request.FunctionContext.CancellationToken.IsCancellationRequested)
        {
            telemetry.StorageFailed(request.Method, e);
            var (code, message) = e is StoreRefusedException refused
                ? (refused.Code, "The storage holds what this version of the service cannot read.")
                : (StorageUnavailable, "The storage does not answer, or is full; try again.");
            return await LaterAsync(request, HttpStatusCode.ServiceUnavailable, code, message, TimeSpan.FromSeconds(2));
        }
    }

    /// <summary>An error that asks the client to come again.</summary>
    public async Task<HttpResponseData> LaterAsync(HttpRequestData request, HttpStatusCode status, string code, string message, TimeSpan wait)
    {
        var response = await ErrorAsync(request, status, code, message);
        response.Headers.Add("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        return response;
    }

    /// <summary>The answer to a browser's preflight request.</summary>
    public HttpResponseData Preflight(HttpRequestData request)
    {
        var response = Empty(request, HttpStatusCode.NoContent);
        if (AllowedOrigin(request) is not null)
        {
            response.Headers.Add("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE, OPTIONS");
            response.Headers.Add("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, If-None-Match, If-Range, Range, x-functions-key");
            response.Headers.Add("Access-Control-Max-Age", "600");
        }

        return response;
    }

    private void AddCors(HttpRequestData request, HttpHeadersCollection headers)
    {
        if (AllowedOrigin(request) is not { } origin)
        {
            return;
        }

        headers.Add("Access-Control-Allow-Origin", origin);
        headers.Add("Access-Control-Expose-Headers", "Location, Retry-After, ETag, Accept-Ranges, Content-Range, Content-Disposition");
        if (origin != "*")
        {
            headers.Add("Vary", "Origin");
        }
    }

    private string? AllowedOrigin(HttpRequestData request)
    {
        if (options.AllowedOrigins.Contains(PageOrigin.Any, StringComparer.Ordinal))
        {
            return "*";
        }

        return request.HeaderOf(PageOrigin.Header) is { } origin && options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase) ? origin : null;
    }
}

internal static class RequestHeaders
{
    /// <summary>The header's only value, or null where there is none.</summary>
    public static string? HeaderOf(this HttpRequestData request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>All of a header that is a list, which is taken apart while it is read; null where there is none.</summary>
    public static string? HeaderListOf(this HttpRequestData request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
