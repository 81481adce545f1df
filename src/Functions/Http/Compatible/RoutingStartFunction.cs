using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary><c>POST /routingStart {endpoint, project: "&lt;json text&gt;"}</c> -> <c>{endpoint, result: {jobId}}</c>.</summary>
public sealed class RoutingStartFunction(JobStarter starter, CompatibleDoor door, HttpReplies replies)
{
    private const string Endpoint = "routingStart";

    [Function("RoutingStart")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", "options", Route = Endpoint)] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        door.StartAsync(request, Endpoint, parsed => StartAsync(request, parsed, client, context.CancellationToken));

    private async Task<HttpResponseData> StartAsync(
        HttpRequestData request, CompatibleRequest parsed, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var (project, problem) = parsed.Project();
        return project is null
            ? await replies.CompatibleErrorAsync(request, Endpoint, problem)
            : await replies.CompatibleStartAsync(request, Endpoint, await starter.StartPolledAsync(client, replies.CallerOf(request), project, cancellationToken));
    }
}
