using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary>
/// <c>POST /artifactsFromRoute {endpoint, project: "&lt;json text&gt;", route: {segments, vias}}</c> -> <c>{endpoint, result: {jobId}}</c>: packs copper
/// that a browser routed where it passes the check that our own passes. Progress and zip come from <c>/routingProgress</c> and <c>/pcbArtifact</c>.
/// </summary>
public sealed class ArtifactsFromRouteFunction(JobStarter starter, CompatibleDoor door, HttpReplies replies)
{
    private const string Endpoint = "artifactsFromRoute";

    [Function("ArtifactsFromRoute")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", "options", Route = Endpoint)] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        door.StartAsync(request, Endpoint, parsed => StartAsync(request, parsed, client, context.CancellationToken), CompatibleRequest.MaxRouteBytes);

    private async Task<HttpResponseData> StartAsync(
        HttpRequestData request, CompatibleRequest parsed, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var (project, problem) = parsed.Project();
        if (project is null)
        {
            return await replies.CompatibleErrorAsync(request, Endpoint, problem);
        }

        return parsed.Json("route") switch
        {
            null => await replies.CompatibleErrorAsync(request, Endpoint, "The field route must be an object with segments and vias."),
            { Length: > ServiceOptions.MaxBodyBytes } => await replies.CompatibleErrorAsync(request, Endpoint, "The route is too large: it has at most 5 MiB."),
            var route => await replies.CompatibleStartAsync(
                request, Endpoint, await starter.StartPolledRouteAsync(client, replies.CallerOf(request), project, route, cancellationToken)),
        };
    }
}
