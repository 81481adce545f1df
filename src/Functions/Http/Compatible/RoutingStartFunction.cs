using System.Text;
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
        door.StartAsync(request, Endpoint, parsed => StartAsync(request, parsed.Text("project"), client, context.CancellationToken));

    private async Task<HttpResponseData> StartAsync(
        HttpRequestData request, string? project, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (project is null)
        {
            return await replies.CompatibleErrorAsync(request, Endpoint, "The field project must be the project's JSON as text.");
        }

        if (Encoding.UTF8.GetByteCount(project) > ServiceOptions.MaxBodyBytes)
        {
            return await replies.CompatibleErrorAsync(request, Endpoint, "The project is too large: it has at most 5 MiB.");
        }

        var job = await starter.StartPolledAsync(client, Encoding.UTF8.GetBytes(project), cancellationToken);
        return await replies.CompatibleAsync(request, Endpoint, json =>
        {
            json.WriteStartObject("result");
            json.WriteString("jobId", job);
            json.WriteEndObject();
        });
    }
}
