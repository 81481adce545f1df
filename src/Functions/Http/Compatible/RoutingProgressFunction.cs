using System.Text.Json;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary>
/// <c>POST /routingProgress {endpoint, jobId}</c>: progress and live pictures. The poll is the job's keep-alive.
/// </summary>
public sealed class RoutingProgressFunction(IArtifactStore store, CompatibleDoor door, HttpReplies replies)
{
    private const string Endpoint = "routingProgress";

    [Function("RoutingProgress")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", "options", Route = Endpoint)] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        door.AskAsync(
            request,
            Endpoint,
            client,
            (parsed, job) => TellAsync(request, parsed.JobId, job, context.CancellationToken),
            json => json.WriteTexts("failedModuleIds", []));

    private async Task<HttpResponseData> TellAsync(HttpRequestData request, string id, JobView job, CancellationToken cancellationToken)
    {
        var pictures = await PreviewFile.ReadAsync(store, new JobFiles(id), job.PreviewVersion, cancellationToken);
        return await replies.CompatibleAsync(request, Endpoint, json => Write(json, job, pictures));
    }

    private static void Write(Utf8JsonWriter json, JobView job, PreviewFile? pictures)
    {
        if (job.Result is { } result)
        {
            WriteEnd(json, result, job.IsDone);
        }

        json.WriteStartObject("result");
        json.WriteBoolean("completed", job.IsDone);
        json.WriteNumber("progress", job.Progress);
        json.WriteBase64String("routingImage", Front());
        json.WriteBase64String("routingImageBack", pictures is null ? default : pictures.BackCopper.Span);
        json.WriteBase64String("routingImageFront", Front());
        json.WriteEndObject();

        ReadOnlySpan<byte> Front() => pictures is null ? default : pictures.FrontCopper.Span;
    }

    private static void WriteEnd(Utf8JsonWriter json, JobResult result, bool done)
    {
        if (!done)
        {
            json.WriteStartObject("error");
            json.WriteTexts("failedModuleIds", FailedModules.Of(result));
            json.WriteString("message", FailedModules.Reason(result));
            json.WriteTexts("succeededModuleIds", result.SucceededModuleIds);
            json.WriteEndObject();
        }

        json.WriteTexts("issues", result.Issues);
    }
}
