using System.Globalization;
using System.Net;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary><c>GET /api/jobs/{id}/preview/front.svg</c> and <c>back.svg</c>: the newest picture, live while the job routes.</summary>
public sealed class PreviewFunction(IArtifactStore store, ClientLimiter limiter, HttpReplies replies)
{
    /// <summary>The faces, as the addresses name them.</summary>
    internal const string Front = "front";
    internal const string Back = "back";

    private const string Extension = ".svg";
    private const string Svg = "image/svg+xml";

    [Function("GetPreview")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "get", "head", Route = "api/jobs/{id}/preview/{picture}")] HttpRequestData request,
        string id,
        string picture,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        replies.GuardedAsync(request, () => SendAsync(request, id, picture, client, context.CancellationToken));

    private async Task<HttpResponseData> SendAsync(
        HttpRequestData request, string id, string picture, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await limiter.RefuseAsync(request) is { } refusal)
        {
            return refusal;
        }

        if (await JobView.FindAsync(client, id, cancellationToken) is not { } job)
        {
            return await replies.UnknownJobAsync(request);
        }

        if (picture is not (Front + Extension or Back + Extension))
        {
            return await replies.ErrorAsync(request, HttpStatusCode.NotFound, "PREVIEW_NOT_FOUND", "There are front.svg and back.svg.");
        }

        var version = job.PreviewVersion;
        var etag = string.Create(CultureInfo.InvariantCulture, $"\"v{version}\"");
        PreviewFile? pictures = null;
        if ((version == 0 || !request.Matches(etag)) && (pictures = await PreviewFile.ReadAsync(store, new JobFiles(id), version, cancellationToken)) is null)
        {
            return job.HasEnded
                ? await replies.ErrorAsync(request, HttpStatusCode.NotFound, "PREVIEW_NOT_FOUND", "This job has ended without a picture.")
                : await replies.LaterAsync(request, HttpStatusCode.NotFound, "PREVIEW_NOT_READY", "There is no picture of this job yet.", TimeSpan.FromSeconds(1));
        }

        return await replies.KeptAsync(request, etag, "private, no-cache", Svg, () => picture == Front + Extension ? pictures!.Front : pictures!.Back);
    }
}
