using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary><c>POST /panelizeProgress {endpoint, jobId}</c>: the job's own progress, or its own error. The poll is the job's keep-alive.</summary>
public sealed class PanelizeProgressFunction(KeepAlive keepAlive, CompatibleDoor door, HttpReplies replies)
{
    private const string Endpoint = "panelizeProgress";

    [Function("PanelizeProgress")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", "options", Route = Endpoint)] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        door.AskAsync(request, Endpoint, parsed => TellAsync(request, parsed.JobId, client, context.CancellationToken));

    private async Task<HttpResponseData> TellAsync(
        HttpRequestData request, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await JobView.FindAsync(client, id, cancellationToken) is not { } job)
        {
            return await replies.CompatibleErrorAsync(request, Endpoint, $"Job ID {id} does not exist.");
        }

        if (!job.HasEnded)
        {
            await keepAlive.TouchAsync(id, cancellationToken);
        }

        return job is { IsDone: false, Result: { } failed }
            ? await replies.CompatibleErrorAsync(request, Endpoint, FailedModules.Reason(failed))
            : await replies.CompatibleAsync(request, Endpoint, json =>
            {
                json.WriteStartObject("result");
                json.WriteBoolean("completed", job.IsDone);
                json.WriteNumber("progress", job.Progress);
                json.WriteEndObject();
            });
    }
}
