using System.Text.Json;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Uploads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary>
/// <c>POST /pcbArtifact {endpoint, jobId, uploadToFabHouse?}</c> -> <c>{endpoint, result: {zipFile, fabricationUrl?}}</c>.
/// </summary>
public sealed class PcbArtifactFunction(IArtifactStore store, JobUpload upload, CompatibleDoor door, HttpReplies replies)
{
    private const string Endpoint = "pcbArtifact";

    [Function("PcbArtifact")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", "options", Route = Endpoint)] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        door.AskAsync(
            request, Endpoint, client, (parsed, job) => AnswerAsync(request, job, parsed.JobId, parsed.Flag("uploadToFabHouse"), context.CancellationToken));

    private async Task<HttpResponseData> AnswerAsync(
        HttpRequestData request, JobView job, string id, bool uploaded, CancellationToken cancellationToken)
    {
        if (!job.IsDone)
        {
            return await replies.CompatibleErrorAsync(request, Endpoint, Reason(job));
        }

        var name = job.Result!.Artifact!;
        if (await store.ReadAsync(new JobFiles(id).Artifact(name), cancellationToken) is not { } zip)
        {
            return await replies.CompatibleErrorAsync(request, Endpoint, "Artifact zip file does not exist any more.");
        }

        var outcome = uploaded ? await upload.UploadAsync(id, name, zip) : new UploadOutcome(null, null);
        return await replies.CompatibleAsync(request, Endpoint, json => Write(json, zip, outcome));
    }

    private static string Reason(JobView job) => job.HasEnded
        ? $"The job has no artifact: {FailedModules.Reason(job.Result!)}"
        : "Artifact zip file is not yet ready.";

    private static void Write(Utf8JsonWriter json, byte[] zip, UploadOutcome upload)
    {
        if (upload.Issue is { } issue)
        {
            json.WriteTexts("issues", [issue]);
        }

        json.WriteStartObject("result");
        if (upload.Page is { } page)
        {
            json.WriteString("fabricationUrl", page.AbsoluteUri);
        }

        json.WriteBase64String("zipFile", zip);
        json.WriteEndObject();
    }
}
