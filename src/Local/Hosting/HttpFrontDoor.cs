using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary>Takes every request from Kestrel: to a function, by ASP.NET's own routing, to the management endpoints or to the metrics.</summary>
internal sealed class HttpFrontDoor : IHttpApplication<HttpContext>, IDisposable
{
    private const string MetricsPath = "/metrics";
    private const string UnknownFunction = "none";

    private readonly FunctionRunner _runner;
    private readonly ManagementApi _management;
    private readonly AccessKeys _keys;
    private readonly RequestGuard _guard;
    private readonly HostSettings _settings;
    private readonly Lazy<MetricsPage> _metrics;
    private readonly ILogger _log;
    private readonly RequestDelegate _functions;
    private readonly IReadOnlyList<HttpRoute> _routes;
    private readonly Meter _meter = new("MakeDevice.Http");
    private readonly ActivitySource _source = new("MakeDevice.Http");
    private Histogram<double>? _duration;

    /// <param name="services">With routing (<c>AddRouting</c>).</param>
    /// <exception cref="FormatException">A function's route is malformed.</exception>
    public HttpFrontDoor(
        FunctionCatalog catalog, IServiceProvider services, FunctionRunner runner, ManagementApi management, AccessKeys keys, RequestGuard guard, HostSettings settings, Lazy<MetricsPage> metrics, ILogger log)
    {
        (_runner, _management, _keys, _guard, _settings, _metrics, _log) = (runner, management, keys, guard, settings, metrics, log);
        _routes = catalog.Routes;
        ApplicationBuilder pipeline = new(services);
        pipeline.UseRouting();
        pipeline.Use(_ => AnswerAsync); // the endpoints only say which function it is
#pragma warning disable ASP0014 // The routes belong to this pipeline; there is no WebApplication.
        pipeline.UseEndpoints(endpoints => Map(endpoints, catalog.Routes));
#pragma warning restore ASP0014
        _functions = pipeline.Build();
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        long begun = Stopwatch.GetTimestamp();
        string name = UnknownFunction;
        try
        {
            name = await DispatchAsync(context);
        }
        catch (BadHttpRequestException refused)
        {
            await RefuseAsync(context, MalformedRequest.Refusal(refused));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; there is nobody to answer.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _log.LogError(failure, "{Method} {Path} failed: storage.", context.Request.Method, context.Request.Path.Value);
            await ErrorAsync(
                context, StatusCodes.Status503ServiceUnavailable, "STORAGE_UNAVAILABLE", "The storage does not answer, or is full; try again.", retryAfter: "2");
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _log.LogError(failure, "{Method} {Path} failed.", context.Request.Method, context.Request.Path.Value);
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
        Secure(context.Response);
        if (_guard.Refuse(context) is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return UnknownFunction;
        }

        string path = context.Request.Path.Value ?? "/";
        if (path.StartsWith(ManagementApi.Path, StringComparison.OrdinalIgnoreCase))
        {
            await IfOperatorAsync(context, () => _management.HandleAsync(context, path[ManagementApi.Path.Length..]));
            return "durabletask";
        }

        if (path.Equals(MetricsPath, StringComparison.OrdinalIgnoreCase))
        {
            await IfOperatorAsync(context, () => WriteMetricsAsync(context));
            return "metrics";
        }

        await _functions(context);
        return context.GetEndpoint()?.Metadata.GetMetadata<HttpRoute>()?.Function.Name ?? UnknownFunction;
    }

    private static void Map(IEndpointRouteBuilder endpoints, IReadOnlyList<HttpRoute> routes)
    {
        foreach (HttpRoute route in routes)
        {
            try
            {
                IEndpointConventionBuilder endpoint = endpoints.Map(RoutePatternFactory.Parse(route.Template), _ => Task.CompletedTask).WithMetadata(route);
                if (route.Methods.Count > 0)
                {
                    endpoint.WithMetadata(new HttpMethodMetadata(route.Methods));
                }
            }
            catch (RoutePatternException malformed)
            {
                throw new FormatException($"The route '{route.Template}' of {route.Function.Name} is malformed: {malformed.Message}", malformed);
            }
        }
    }

    /// <summary>What follows the choice of the endpoint: one without a function is ASP.NET's own for a path that does not take the method.</summary>
    private Task AnswerAsync(HttpContext context)
    {
        Endpoint? endpoint = context.GetEndpoint();
        HttpRoute? route = endpoint?.Metadata.GetMetadata<HttpRoute>();
        return (route, endpoint) switch
        {
            _ when AnswersCors(context, route) => Task.CompletedTask,
            (not null, _) => IfAllowedAsync(route.Level, context, () => RunAsync(route.Function, context)),
            (null, null) => ErrorAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "There is nothing at that path."),
            _ => RefuseMethodAsync(context),
        };
    }

    /// <summary>405 with the methods that the path takes (RFC 9110, 15.5.6); a path that is there for preflight requests alone is not there.</summary>
    private Task RefuseMethodAsync(HttpContext context)
    {
        string[] allowed = [.. _routes.Where(route => Takes(route, context.Request.Path)).SelectMany(route => route.Methods).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        if (allowed.All(HttpMethods.IsOptions))
        {
            return ErrorAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "There is nothing at that path.");
        }

        return ErrorAsync(
            context, StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "That path does not take this method.", allow: string.Join(", ", allowed));
    }

    private static bool Takes(HttpRoute route, PathString path) => new TemplateMatcher(TemplateParser.Parse(route.Template), []).TryMatch(path, []);

    /// <summary>Route values as text. Kestrel leaves an encoded slash as it is, so that it cannot make segments; as a value it is one.</summary>
    private static Dictionary<string, string> Values(HttpContext context) => context.Request.RouteValues
        .Where(value => value.Value is not null)
        .ToDictionary(value => value.Key, value => value.Value!.ToString()!.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);

    private async Task RunAsync(HostFunction function, HttpContext context)
    {
        using Activity? span = _source.StartActivity(function.Name, ActivityKind.Server, context.Request.Headers.TraceParent.ToString());
        Stream body = await WholeBody.ReadAsync(context.Request);
        await using InvocationContext invocation = _runner.NewContext(function, Values(context), context.RequestAborted);
        invocation.TriggerValue = new HostHttpRequest(invocation, context, body);
        object? result = await function.RunAsync(invocation);
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

    private Task IfOperatorAsync(HttpContext context, Func<Task> action) => _guard.RefuseOperator(context) is { } refusal
        ? RefuseAsync(context, refusal)
        : IfAllowedAsync(AuthorizationLevel.System, context, action);

    private async Task IfAllowedAsync(AuthorizationLevel level, HttpContext context, Func<Task> action)
    {
        await (_keys.Allow(level, context.Request)
            ? action()
            : ErrorAsync(context, StatusCodes.Status401Unauthorized, "KEY_REQUIRED", "This endpoint needs a key, in the header x-functions-key."));
    }

    /// <summary>CORS by the host, only where the settings' Host.CORS asks for it: otherwise functions answer for themselves.</summary>
    private bool AnswersCors(HttpContext context, HttpRoute? route)
    {
        string origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !(_settings.CorsOrigins.Contains("*") || _settings.CorsOrigins.Contains(origin)))
        {
            return false;
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = _settings.CorsOrigins.Contains("*") ? "*" : origin;
        if (!HttpMethods.IsOptions(context.Request.Method) || route is not null)
        {
            return false;
        }

        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE, OPTIONS";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    /// <summary>A browser shows its page an answer, an error too, only where this header is on it.</summary>
    private void AllowOrigin(HttpContext context)
    {
        IReadOnlyList<string> origins = _settings.ErrorOrigins;
        string origin = context.Request.Headers.Origin.ToString();
        if (origins.Contains("*"))
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
        }
        else if (origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.Vary = "Origin";
        }
    }

    private Task WriteMetricsAsync(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? _metrics.Value.WriteAsync(context)
            : ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "That path does not take this method.", allow: "GET, HEAD");

    private Task RefuseAsync(HttpContext context, Refusal refusal) => ErrorAsync(context, refusal.Status, refusal.Code, refusal.Message, allow: refusal.Allow);

    /// <summary>An error in the form that the functions use.</summary>
    private async Task ErrorAsync(HttpContext context, int status, string code, string message, string? retryAfter = null, string? allow = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        Secure(context.Response);
        context.Response.Headers.CacheControl = "no-store";
        AllowOrigin(context);
        if (allow is not null)
        {
            context.Response.Headers.Allow = allow;
        }

        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        byte[] body = Encoding.UTF8.GetBytes(
            $"{{\"error\":{{\"code\":\"{code}\",\"message\":\"{JsonEncodedText.Encode(message)}\",\"issues\":[]}}}}");
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    /// <summary>What every answer carries that no function made; a function's own headers take these headers' place.</summary>
    private static void Secure(HttpResponse response)
    {
        foreach ((string name, string value) in SecureHeaders.Of())
        {
            response.Headers[name] = value;
        }
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
