using System.Net;
using System.Text;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>Ends jobs: cancels a running one (202), forgets an ended one (200).</summary>
public sealed class EndJobFunctions(JobCanceller canceller, IArtifactStore store, HttpReplies replies)
{
    [Function("CancelJob")]
    public Task<HttpResponseData> CancelAsync(
        [HttpTrigger(Access.Jobs, "delete", Route = "api/jobs/{id}")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) => replies.GuardedAsync(request, () => CancelAsync(request, client, id, context.CancellationToken));

    /// <summary>The same by the name and method that the durable service's clients use.</summary>
    [Function("TerminateJob")]
    public Task<HttpResponseData> TerminateAsync(
        [HttpTrigger(Access.Jobs, "post", Route = "api/jobs/{id}/terminate")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) => replies.GuardedAsync(request, () => CancelAsync(request, client, id, context.CancellationToken));

    [Function("PurgeJob")]
    public Task<HttpResponseData> PurgeAsync(
        [HttpTrigger(Access.Jobs, "delete", Route = "api/jobs/{id}/history")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        replies.GuardedAsync(request, () => ForgetAsync(request, id, client, context.CancellationToken));

    private async Task<HttpResponseData> ForgetAsync(
        HttpRequestData request, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await JobView.FindAsync(client, id, cancellationToken) is not { } job)
        {
            return await replies.UnknownJobAsync(request);
        }

        if (!job.HasEnded)
        {
            return await replies.JobRunningAsync(request, "Cancel the job before it is purged.");
        }

        // The files first: where an activity that has not noticed the end still writes one, the job is there to be asked for again.
        await store.DeleteAllAsync(new JobFiles(id).Folder, cancellationToken);
        await client.PurgeInstanceAsync(id, cancellationToken).OrUnavailableAsync();
        return await replies.JsonAsync(request, HttpStatusCode.OK, """{"instancesDeleted":1}"""u8.ToArray());
    }

    private async Task<HttpResponseData> CancelAsync(HttpRequestData request, DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        if (await JobView.FindAsync(client, id, cancellationToken) is not { } job)
        {
            return await replies.UnknownJobAsync(request);
        }

        if (job.HasEnded && job.State != JobOutcome.Cancelled)
        {
            return await replies.ErrorAsync(request, HttpStatusCode.Conflict, "JOB_ENDED", "The job has already ended.");
        }

        if (!job.HasEnded)
        {
            await canceller.CancelAsync(client, id, cancellationToken);
        }

        var response = await replies.JsonAsync(
            request, HttpStatusCode.Accepted, Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","status":"cancelled"}"""));
        response.Headers.Add("Location", replies.Uris(request, id).Job);
        return response;
    }
}
