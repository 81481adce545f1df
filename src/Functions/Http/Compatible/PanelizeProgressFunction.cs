using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary><c>POST /panelizeProgress {endpoint, jobId}</c>: the job's own progress, or its own error. The poll is the job's keep-alive.</summary>
public sealed class PanelizeProgressFunction(CompatibleDoor door, HttpReplies replies)
{
    private const string Endpoint = "panelizeProgress";

    [Function("PanelizeProgress")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", "options", Route = Endpoint)] HttpRequestData request,
        [DurableClient] DurableTaskClient client) =>
        door.AskAsync(request, Endpoint, client, (_, job) => TellAsync(request, job));

    private Task<HttpResponseData> TellAsync(HttpRequestData request, JobView job) => job is { IsDone: false, Result: { } failed }
        ? replies.CompatibleErrorAsync(request, Endpoint, FailedModules.Reason(failed))
        : replies.CompatibleAsync(request, Endpoint, json =>
        {
            json.WriteStartObject("result");
            json.WriteBoolean("completed", job.IsDone);
            json.WriteNumber("progress", job.Progress);
            json.WriteEndObject();
        });
}
