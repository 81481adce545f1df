using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary><c>POST /routingStart {endpoint, project: "&lt;json text&gt;"}</c> -> <c>{endpoint, result: {jobId}}</c>.</summary>
public sealed class RoutingStartFunction(JobStarter starter, ClientLimiter limiter, HttpReplies replies)
{
    private const string Endpoint = "routingStart";

    [Function("RoutingStart")]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", "options", Route = Endpoint)] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context)
    {
        if (HttpMethods.IsPreflight(request))
        {
            return replies.Preflight(request);
        }

        if (await limiter.RefuseStartAsync(request) is { } refusal)
        {
            return refusal;
        }

        var (parsed, problem) = await CompatibleRequest.ReadAsync(request, Endpoint, context.CancellationToken);
        using (parsed)
        {
            if (parsed is null)
            {
                return await replies.CompatibleErrorAsync(request, Endpoint, problem);
            }

            if (parsed.Text("project") is not { } project)
            {
                return await replies.CompatibleErrorAsync(request, Endpoint, "The field project must be the project's JSON as text.");
            }

            if (Encoding.UTF8.GetByteCount(project) > ServiceOptions.MaxBodyBytes)
            {
                return await replies.CompatibleErrorAsync(request, Endpoint, "The project is too large: it has at most 5 MiB.");
            }

            var job = await starter.StartPolledAsync(client, Encoding.UTF8.GetBytes(project), context.CancellationToken);
            return await replies.CompatibleAsync(request, Endpoint, json =>
            {
                json.WriteStartObject("result");
                json.WriteString("jobId", job);
                json.WriteEndObject();
            });
        }
    }
}

internal static class HttpMethods
{
    public static bool IsPreflight(HttpRequestData request) => request.Method.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase);
}
