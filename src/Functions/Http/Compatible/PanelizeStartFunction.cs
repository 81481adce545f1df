using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary><c>POST /panelizeStart {endpoint, fileTextLayers, fabSpec, …}</c> -> <c>{endpoint, result: {jobId}}</c>. The zip comes from <c>/pcbArtifact</c>.</summary>
public sealed class PanelizeStartFunction(JobStarter starter, CompatibleDoor door, HttpReplies replies)
{
    private const string Endpoint = "panelizeStart";

    [Function("PanelizeStart")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", "options", Route = Endpoint)] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        door.StartAsync(request, Endpoint, parsed => StartAsync(request, parsed, client, context.CancellationToken), ServiceOptions.MaxPanelBytes);

    private async Task<HttpResponseData> StartAsync(
        HttpRequestData request, CompatibleRequest parsed, DurableTaskClient client, CancellationToken cancellationToken) =>
        await replies.CompatibleStartAsync(request, Endpoint, await starter.StartPolledPanelAsync(client, replies.CallerOf(request), parsed.Body, cancellationToken));
}
