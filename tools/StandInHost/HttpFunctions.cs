using System.Globalization;
using Google.Protobuf;
using MakeDevice.StandInHost.Rpc;

namespace MakeDevice.StandInHost;

/// <summary>Serves the worker's HTTP functions: the host's routes, its check of the function key, and the request as a message.</summary>
/// <param name="key">The function key, in the header <c>x-functions-key</c> or the query's <c>code</c>.</param>
/// <param name="durableClient">What the durable extension binds as the client, as JSON.</param>
internal sealed class HttpFunctions(Worker worker, string key, string durableClient)
{
    private const string KeyHeader = "x-functions-key";

    public void Map(IEndpointRouteBuilder routes, HostedFunction function) => routes.MapMethods(
        function.Route ?? function.Name, function.Methods.Select(method => method.ToUpperInvariant()), context => AnswerAsync(function, context));

    public async Task AnswerAsync(HostedFunction function, HttpContext context)
    {
        if (!MayCall(function, context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var answer = await AskAsync(function, await MessageOfAsync(context), context);
        context.Response.StatusCode = int.Parse(answer.StatusCode, CultureInfo.InvariantCulture);
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.Headers.Remove("Content-Length");
        if (answer.Body is { Bytes.Length: > 0 } body && !HttpMethods.IsHead(context.Request.Method) && context.Response.StatusCode != StatusCodes.Status304NotModified)
        {
            await context.Response.Body.WriteAsync(body.Bytes.Memory, context.RequestAborted);
        }
    }

    private async Task<RpcHttp> AskAsync(HostedFunction function, RpcHttp request, HttpContext context)
    {
        List<(string, TypedData)> inputs = [(function.Parameter, new TypedData { Http = request })];
        if (function.Client is { } client)
        {
            inputs.Add((client, new TypedData { String = durableClient }));
        }

        var parameters = context.Request.RouteValues.Select(pair => (pair.Key, Convert.ToString(pair.Value, CultureInfo.InvariantCulture) ?? ""));
        return (await worker.InvokeAsync(function, inputs, parameters, context.RequestAborted)).Http;
    }

    private bool MayCall(HostedFunction function, HttpRequest request) =>
        string.Equals(function.Access, "anonymous", StringComparison.OrdinalIgnoreCase) || request.Headers[KeyHeader] == key || request.Query["code"] == key;

    private static async Task<RpcHttp> MessageOfAsync(HttpContext context)
    {
        var request = context.Request;
        var message = new RpcHttp
        {
            Method = request.Method,
            Url = $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{request.QueryString}",
            Body = new TypedData { Bytes = await ByteString.FromStreamAsync(request.Body, context.RequestAborted) },
        };
        foreach (var (name, values) in request.Headers)
        {
            message.NullableHeaders[name] = new NullableString { Value = values.ToString() };
        }

        foreach (var (name, values) in request.Query)
        {
            message.NullableQuery[name] = new NullableString { Value = values.ToString() };
        }

        return message;
    }
}
