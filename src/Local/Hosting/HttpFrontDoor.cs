using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MakeDevice.Functions.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary>Takes every request from Kestrel: to a function, by ASP.NET's own routing, to the management endpoints or to the metrics.</summary>
internal sealed class HttpFrontDoor : IHttpApplication<HttpContext>, IDisposable
{
    private const string MetricsPath = "/metrics";
    private const string UnknownFunction = "none";

    private static readonly Refusal Nothing = new(StatusCodes.Status404NotFound, "NOT_FOUND", "There is nothing at that path.");

    private static readonly Refusal NoSuchMethod = new(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "That path does not take this method.");

    private static readonly Refusal KeyRequired = new(StatusCodes.Status401Unauthorized, "KEY_REQUIRED", "This endpoint needs a key, in the header x-functions-key.");

    private static readonly Refusal Failed = new(StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "The request could not be handled.");

    private static readonly Refusal StorageUnavailable = new(
        StatusCodes.Status503ServiceUnavailable, HttpReplies.StorageUnavailable, "The storage does not answer, or is full; try again.") { RetryAfter = "2" };

    private readonly FunctionRunner _runner;
    private readonly ManagementApi _management;
    private readonly AccessKeys _keys;
    private readonly RequestGuard _guard;
    private readonly HostSettings _settings;
    private readonly Lazy<MetricsPage> _metrics;
    private readonly ILogger _log;
    private readonly RequestDelegate _functions;
    private readonly Meter _meter = new("MakeDevice.Http");
    private readonly ActivitySource _source = new("MakeDevice.Http");
    private Histogram<double>? _duration;

    /// <param name="services">With routing (<c>AddRouting</c>).</param>
    /// <exception cref="FormatException">A function's route is malformed.</exception>
    public HttpFrontDoor(
        FunctionCatalog catalog, IServiceProvider services, FunctionRunner runner, ManagementApi management, AccessKeys keys, RequestGuard guard, HostSettings settings, Lazy<MetricsPage> metrics, ILogger log)
    {
        (_runner, _management, _keys, _guard, _settings, _metrics, _log) = (runner, management, keys, guard, settings, metrics, log);
        ApplicationBuilder pipeline = new(services);
        if (settings.CorsOrigins.Count > 0)
        {
            UseCors(pipeline, settings.CorsOrigins);
        }

        pipeline.UseRouting();
        pipeline.Use(_ => AnswerAsync); // the endpoints only say which function it is
#pragma warning disable ASP0014 // The routes belong to this pipeline; there is no WebApplication.
        pipeline.UseEndpoints(endpoints => Map(endpoints, catalog.Routes));
#pragma warning restore ASP0014
        _functions = pipeline.Build();
    }

    /// <summary>Walks the way of a request once: what is made with the first one is made while the server binds its port.</summary>
    public Task WarmUpAsync()
    {
        DefaultHttpContext context = new();
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = "/api/health";
        return _functions(context);
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
            await RefuseAsync(context, StorageUnavailable);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _log.LogError(failure, "{Method} {Path} failed.", context.Request.Method, context.Request.Path.Value);
            await RefuseAsync(context, Failed);
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

    /// <remarks>Kept out of line: its library is loaded only where the settings ask for it.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseCors(ApplicationBuilder pipeline, IReadOnlyList<string> origins) =>
        pipeline.UseCors(policy => policy.WithOrigins([.. origins]).AllowAnyHeader().AllowAnyMethod());

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
        return (endpoint?.Metadata.GetMetadata<HttpRoute>(), endpoint) switch
        {
            ({ } route, _) => IfAllowedAsync(route.Level, context, () => RunAsync(route.Function, context)),
            (null, null) => RefuseAsync(context, Nothing),
            _ => RefuseMethodAsync(context, endpoint.RequestDelegate!),
        };
    }

    /// <summary>405 with the methods that the path takes, as ASP.NET tells them (RFC 9110, 15.5.6); a path that is there for preflight requests alone is not there.</summary>
    private async Task RefuseMethodAsync(HttpContext context, RequestDelegate tell)
    {
        await tell(context);
        string allowed = context.Response.Headers.Allow.ToString();
        await RefuseAsync(context, HttpMethods.IsOptions(allowed) ? Nothing : NoSuchMethod with { Allow = allowed });
    }

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

    private Task IfAllowedAsync(AuthorizationLevel level, HttpContext context, Func<Task> action) =>
        _keys.Allow(level, context.Request) ? action() : RefuseAsync(context, KeyRequired);

    private Task WriteMetricsAsync(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? _metrics.Value.WriteAsync(context)
            : RefuseAsync(context, NoSuchMethod with { Allow = "GET, HEAD" });

    /// <summary>An error in the form that the functions use.</summary>
    private async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        HttpResponse response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        response.Clear();
        response.StatusCode = refusal.Status;
        Secure(response);
        AllowOrigin(context);
        response.Headers.CacheControl = "no-store";
        response.Headers.Allow = refusal.Allow;
        response.Headers.RetryAfter = refusal.RetryAfter;
        response.ContentType = "application/json; charset=utf-8";
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new ErrorBody(new ErrorDetail(refusal.Code, refusal.Message, [])), ApiJson.Default.ErrorBody);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }

    /// <summary>A browser shows its page an answer, an error too, only where this header is on it.</summary>
    private void AllowOrigin(HttpContext context)
    {
        string origin = context.Request.Headers.Origin.ToString();
        if (_settings.ErrorOrigins.Contains(PageOrigin.Any))
        {
            context.Response.Headers.AccessControlAllowOrigin = PageOrigin.Any;
        }
        else if (_settings.ErrorOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.Vary = "Origin";
        }
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
