using System.Net;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// <c>GET /api/jobs/{id}/artifacts</c> and <c>…/{name}</c>: the files of a job that has ended. While it runs there is nothing to fetch: no file of
/// a board that could still fail its check is served.
/// </summary>
public sealed class ArtifactFunctions(IArtifactStore store, ClientLimiter limiter, HttpReplies replies)
{
    [Function("ListArtifacts")]
    public Task<HttpResponseData> ListAsync(
        [HttpTrigger(Access.Jobs, "get", "head", Route = "api/jobs/{id}/artifacts")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        replies.GuardedAsync(request, () => ListFilesAsync(request, id, client, context.CancellationToken));

    private async Task<HttpResponseData> ListFilesAsync(
        HttpRequestData request, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await limiter.RefuseAsync(request) is { } refusal)
        {
            return refusal;
        }

        var job = await JobView.FindAsync(client, id, cancellationToken);
        if (job?.HasEnded != true)
        {
            return await NotReadyAsync(request, job);
        }

        var files = new JobFiles(id);
        var uris = replies.Uris(request, id);
        var entries = new List<ArtifactEntry>();
        await foreach (var file in store.ListAsync(files.Artifacts, cancellationToken))
        {
            var name = file.Name[(files.Artifacts.Length + 1)..];
            if (ArtifactNames.IsServed(name, job))
            {
                entries.Add(new ArtifactEntry(name, file.Length, ArtifactNames.ContentType(name), file.ETag, uris.Artifact(name)));
            }
        }

        return await replies.JsonAsync(request, HttpStatusCode.OK, new ArtifactList(id, job.State, [.. entries]), ApiJson.Default.ArtifactList);
    }

    [Function("GetArtifact")]
    public Task<HttpResponseData> GetAsync(
        [HttpTrigger(Access.Jobs, "get", "head", Route = "api/jobs/{id}/artifacts/{name}")] HttpRequestData request,
        string id,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        replies.GuardedAsync(request, () => SendFileAsync(request, id, name, client, context.CancellationToken));

    private async Task<HttpResponseData> SendFileAsync(
        HttpRequestData request, string id, string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await limiter.RefuseAsync(request) is { } refusal)
        {
            return refusal;
        }

        var job = await JobView.FindAsync(client, id, cancellationToken);
        if (job?.HasEnded != true)
        {
            return await NotReadyAsync(request, job);
        }

        if (!StoreName.IsSegment(name) || !ArtifactNames.IsServed(name, job))
        {
            return await UnknownArtifactAsync(request);
        }

        await using var content = await store.OpenAsync(new JobFiles(id).Artifact(name), cancellationToken);
        return content is null ? await UnknownArtifactAsync(request) : await SendAsync(request, name, content, cancellationToken);
    }

    private async Task<HttpResponseData> SendAsync(HttpRequestData request, string name, StoredContent content, CancellationToken cancellationToken)
    {
        var (etag, length) = ($"\"{content.File.ETag}\"", content.File.Length);
        var range = request.HeaderOf("If-Range") is { } version && version != etag ? null : ByteRange.Of(request.HeaderOf("Range"), length);
        var status = request.Matches(etag) ? HttpStatusCode.NotModified : range switch
        {
            null => HttpStatusCode.OK,
            { Length: 0 } => HttpStatusCode.RequestedRangeNotSatisfiable,
            _ => HttpStatusCode.PartialContent,
        };
        var response = replies.Empty(request, status);
        var headers = response.Headers;
        headers.Add("Cache-Control", "private, no-cache");
        headers.Add("Accept-Ranges", "bytes");
        if (status is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            headers.Add("Content-Range", range!.Value.Of(length));
        }

        var coding = status == HttpStatusCode.OK ? ContentCoding.Choose(request, headers, ArtifactNames.ContentType(name), length) : null;
        headers.Add("ETag", ContentCoding.Tag(etag, coding));
        if (status is HttpStatusCode.OK or HttpStatusCode.PartialContent)
        {
            headers.Add("Content-Type", ArtifactNames.ContentType(name));
            headers.Add("Content-Disposition", ArtifactNames.Disposition(name));
            await ContentCoding.WriteAsync(response, coding, stream => (range ?? new(0, length)).CopyAsync(content.Content, stream, cancellationToken));
        }

        return response;
    }

    private Task<HttpResponseData> NotReadyAsync(HttpRequestData request, JobView? job) => job is null
        ? replies.UnknownJobAsync(request)
        : replies.JobRunningAsync(request, "The job is still running; its artifacts come when it is done.");

    private Task<HttpResponseData> UnknownArtifactAsync(HttpRequestData request) =>
        replies.ErrorAsync(request, HttpStatusCode.NotFound, "ARTIFACT_NOT_FOUND", "The job has no artifact of that name.");
}
