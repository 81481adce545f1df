using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary>Takes every request from Kestrel: to a function, to the management endpoints or to the metrics.</summary>
internal sealed class HttpFrontDoor(
    FunctionCatalog catalog,
    FunctionRunner runner,
    ManagementApi management,
    AccessKeys keys,
    HostSettings settings,
    Lazy<MetricsPage> metrics,
    ILogger log) : IHttpApplication<HttpContext>, IDisposable
{
    private const string MetricsPath = "/metrics";

    private readonly Meter _meter = new("MakeDevice.Http");
    private readonly ActivitySource _source = new("MakeDevice.Http");
    private Histogram<double>? _duration;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        long begun = Stopwatch.GetTimestamp();
        string name = "none";
        try
        {
            name = await DispatchAsync(context);
        }
        catch (BadHttpRequestException refused)
        {
            await ErrorAsync(context, refused.StatusCode, refused.StatusCode == StatusCodes.Status413PayloadTooLarge ? "BODY_TOO_LARGE" : "REQUEST_INVALID", refused.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; there is nobody to answer.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.LogError(failure, "{Method} {Path} failed: storage.", context.Request.Method, context.Request.Path.Value);
            await ErrorAsync(
                context, StatusCodes.Status503ServiceUnavailable, "STORAGE_UNAVAILABLE", "The storage does not answer, or is full; try again.", retryAfter: "2");
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            log.LogError(failure, "{Method} {Path} failed.", context.Request.Method, context.Request.Path.Value);
            await ErrorAsync(context, StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "The request could not be handled.");
        }

        (_duration ??= _meter.CreateHistogram<double>("http.server.request.duration", "s", "Time to answer a request, by function and class of status.")).Record(
            Stopwatch.GetElapsedTime(begun).TotalSeconds,
            new KeyValuePair<string, object?>("function", name),
            new KeyValuePair<string, object?>("code", Class(context.Response.StatusCode)));
    }

    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    /// <returns>What answered, for the metrics.</returns>
    private async Task<string> DispatchAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        if (path.StartsWith(ManagementApi.Path, StringComparison.OrdinalIgnoreCase))
        {
            await IfAllowedAsync(AuthorizationLevel.System, context, () => management.HandleAsync(context, path[ManagementApi.Path.Length..]));
            return "durabletask";
        }

        if (path.Equals(MetricsPath, StringComparison.OrdinalIgnoreCase))
        {
            await IfAllowedAsync(AuthorizationLevel.System, context, () => WriteMetricsAsync(context));
            return "metrics";
        }

        HttpRoute? route = catalog.Routes.Find(context.Request.Method, path.AsSpan(1), out Dictionary<string, string>? values, out bool wrongMethod);
        if (AnswersCors(context, route))
        {
            return "cors";
        }

        if (route is null)
        {
            await (wrongMethod
                ? ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "That path does not take this method.")
                : ErrorAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "There is nothing at that path."));
            return "none";
        }

        await IfAllowedAsync(catalog.LevelOf(route.Function), context, () => RunAsync(route.Function, context, values));
        return route.Function.Name;
    }

    private async Task RunAsync(HostFunction function, HttpContext context, Dictionary<string, string>? values)
    {
        using Activity? span = _source.StartActivity(function.Name, ActivityKind.Server, context.Request.Headers.TraceParent.ToString());
        Stream body = await BufferAsync(context.Request);
        await using InvocationContext invocation = runner.NewContext(function, values, context.RequestAborted);
        invocation.TriggerValue = new HostHttpRequest(invocation, context, body);
        object? result = await runner.InvokeAsync(function, invocation);
        switch (result)
        {
            case HostHttpResponse response:
                await response.SendAsync(context);
                break;
            case null:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                throw new InvalidOperationException($"Function '{function.Name}' returned a {result.GetType()}, not an HttpResponseData.");
        }
    }

    /// <summary>The whole body, as functions get it: readable at once, and any number of times.</summary>
    private static async Task<Stream> BufferAsync(HttpRequest request)
    {
        if (request.ContentLength == 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding")))
        {
            return Stream.Null;
        }

        const int FirstBuffer = 64 * 1024;
        MemoryStream buffer = new((int)Math.Min(request.ContentLength ?? 0, FirstBuffer));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        buffer.Position = 0;
        return buffer;
    }

    private async Task IfAllowedAsync(AuthorizationLevel level, HttpContext context, Func<Task> action)
    {
        await (keys.Allow(level, context.Request)
            ? action()
            : ErrorAsync(context, StatusCodes.Status401Unauthorized, "KEY_REQUIRED", "This endpoint needs a key, in the header x-functions-key."));
    }

    /// <summary>CORS by the host, only where the settings' Host.CORS asks for it: otherwise functions answer for themselves.</summary>
    private bool AnswersCors(HttpContext context, HttpRoute? route)
    {
        string origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !(settings.CorsOrigins.Contains("*") || settings.CorsOrigins.Contains(origin)))
        {
            return false;
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = settings.CorsOrigins.Contains("*") ? "*" : origin;
        if (!HttpMethods.IsOptions(context.Request.Method) || route is not null)
        {
            return false;
        }

        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE, OPTIONS";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    private Task WriteMetricsAsync(HttpContext context)
    {
        context.Response.ContentType = MetricsPage.ContentType;
        byte[] page = Encoding.UTF8.GetBytes(metrics.Value.Render());
        context.Response.ContentLength = page.Length;
        return context.Response.Body.WriteAsync(page).AsTask();
    }

    /// <summary>An error in the form that the functions use.</summary>
    private static async Task ErrorAsync(HttpContext context, int status, string code, string message, string? retryAfter = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        byte[] body = Encoding.UTF8.GetBytes(
            $"{{\"error\":{{\"code\":\"{code}\",\"message\":\"{JsonEncodedText.Encode(message)}\",\"issues\":[]}}}}");
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private static string Class(int status) => status switch
    {
        < 200 => "1xx",
        < 300 => "2xx",
        < 400 => "3xx",
        < 500 => "4xx",
        _ => "5xx",
    };
}
