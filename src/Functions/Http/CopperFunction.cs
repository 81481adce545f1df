using System.Net;
using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Editor;
using MakeDevice.Routing.Planning;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary><c>GET /api/jobs/{id}/copper</c>: the routed copper of an ended job as numbers, for an editor that tells net, length and width.</summary>
public sealed class CopperFunction(IArtifactStore store, BoardReader boards, ClientLimiter limiter, HttpReplies replies)
{
    [Function("GetCopper")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Jobs, "get", "head", Route = "api/jobs/{id}/copper")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        replies.GuardedAsync(request, () => SendAsync(request, id, client, context.CancellationToken));

    private async Task<HttpResponseData> SendAsync(HttpRequestData request, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await limiter.RefuseAsync(request) is { } refusal)
        {
            return refusal;
        }

        if (await JobView.FindAsync(client, id, cancellationToken) is not { } job)
        {
            return await replies.UnknownJobAsync(request);
        }

        if (!job.HasEnded)
        {
            return await replies.JobRunningAsync(request, "The job is still running; its copper comes when it is done.");
        }

        return await store.ReadAsync(new JobFiles(id).Routed, cancellationToken) is { } routed && await boards.FindAsync(id, cancellationToken) is { } board
            ? await replies.JsonAsync(request, HttpStatusCode.OK, CopperReport.Of(board, RoutedBoardFile.Read(routed)), EditorJson.Default.CopperReport)
            : await replies.ErrorAsync(request, HttpStatusCode.NotFound, "ARTIFACT_NOT_FOUND", "This job has no copper.");
    }
}
