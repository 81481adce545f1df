using System.Buffers;
using System.Net;
using System.Text.Json;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// <c>POST /api/panels {panel, job}</c> or <c>{panel, zip}</c>: a panel of a finished job's board, or of a package in base64; 202 with the panel job's URLs.
/// Problems of the panel itself are the job's issues.
/// </summary>
public sealed class StartPanelFunction(JobStarter starter, IArtifactStore store, ClientLimiter limiter, HttpReplies replies)
{
    private static readonly JsonBody Body = new(ServiceOptions.MaxPanelBytes, "A panel's request has at most 16 MiB.", "PANEL_INVALID");

    [Function("StartPanel")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Jobs, "post", Route = "api/panels")] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        replies.GuardedAsync(request, () => ReadAsync(request, client, context.CancellationToken));

    private async Task<HttpResponseData> ReadAsync(HttpRequestData request, DurableTaskClient client, CancellationToken cancellationToken) =>
        await limiter.RefuseStartAsync(request) ?? await Body.ReadAsync(request, replies, async body =>
        {
            if (!JsonBytes.IsUnicode(body))
            {
                return await InvalidAsync(request, "a text or a name is not valid Unicode");
            }

            using var document = JsonDocument.Parse(body.AsMemory(body.Length - JsonBytes.WithoutByteOrderMark(body).Length));
            return await StartAsync(request, client, document.RootElement, cancellationToken);
        });

    private async Task<HttpResponseData> StartAsync(
        HttpRequestData request, DurableTaskClient client, JsonElement body, CancellationToken cancellationToken)
    {
        if (!body.TryGetProperty("panel", out var panel) || panel.ValueKind != JsonValueKind.Object)
        {
            return await InvalidAsync(request, "panel must be an object");
        }

        if (body.TryGetProperty("zip", out var zip))
        {
            return zip.ValueKind == JsonValueKind.String && zip.TryGetBytesFromBase64(out var package)
                ? await AcceptedAsync(request, client, panel, house: "", package, cancellationToken)
                : await InvalidAsync(request, "zip must be a package in base64");
        }

        return body.TryGetProperty("job", out var job) && job.ValueKind == JsonValueKind.String
            ? await OfJobAsync(request, client, panel, job.GetString()!, cancellationToken)
            : await InvalidAsync(request, "job must be the id of a finished job, or zip a package in base64");
    }

    private async Task<HttpResponseData> OfJobAsync(
        HttpRequestData request, DurableTaskClient client, JsonElement panel, string id, CancellationToken cancellationToken)
    {
        if (await JobView.FindAsync(client, id, cancellationToken) is not { } job)
        {
            return await replies.UnknownJobAsync(request);
        }

        if (!job.HasEnded)
        {
            return await replies.JobRunningAsync(request, "The job is still running; a panel can be made of it when it is done.");
        }

        if (!job.IsDone)
        {
            return await replies.ErrorAsync(request, HttpStatusCode.NotFound, "ARTIFACT_NOT_FOUND", "The job has ended without a package.");
        }

        var files = new JobFiles(id);
        return await store.ReadAsync(files.Artifact(job.Result!.Artifact!), cancellationToken) is { } package
            && await store.ReadAsync(files.Project, cancellationToken) is { } project
            ? await AcceptedAsync(request, client, panel, ProjectHouse.Of(project), package, cancellationToken)
            : await replies.UnknownJobAsync(request);
    }

    private async Task<HttpResponseData> AcceptedAsync(
        HttpRequestData request, DurableTaskClient client, JsonElement panel, string house, byte[] package, CancellationToken cancellationToken)
    {
        var job = await starter.StartPanelAsync(client, replies.CallerOf(request), Stored(panel, house), package, cancellationToken);
        return await replies.AcceptedAsync(request, job);
    }

    /// <summary>What the job keeps of the request: the panel, and the house that it may be uploaded to, where a project names it.</summary>
    private static ReadOnlyMemory<byte> Stored(JsonElement panel, string house)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName("panel");
            panel.WriteTo(json);
            json.WriteStartObject("pcbOptions");
            json.WriteString("fabricationHouse", house);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private Task<HttpResponseData> InvalidAsync(HttpRequestData request, string error) =>
        replies.ErrorAsync(request, HttpStatusCode.BadRequest, "PANEL_INVALID", $"In the request {error}.", $"PANEL_INVALID path=$ error={error}");
}
