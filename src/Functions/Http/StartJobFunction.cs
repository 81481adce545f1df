using System.Net;
using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary><c>POST /api/jobs</c>: the body is the project; 202 with the job's URLs. Problems of the project itself are the job's issues.</summary>
public sealed class StartJobFunction(JobStarter starter, ClientLimiter limiter, HttpReplies replies)
{
    private const string KeyHeader = "Idempotency-Key";

    /// <summary>Of the query: the job whose routing this one begins with.</summary>
    private const string Previous = "previous";

    [Function("StartJob")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Jobs, "post", Route = "api/jobs")] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        replies.GuardedAsync(request, () => ReadAsync(request, client, context.CancellationToken));

    private async Task<HttpResponseData> ReadAsync(HttpRequestData request, DurableTaskClient client, CancellationToken cancellationToken) =>
        await limiter.RefuseStartAsync(request)
        ?? await JsonBody.Project.ReadAsync(request, replies, project => StartAsync(request, client, project, cancellationToken));

    private async Task<HttpResponseData> StartAsync(
        HttpRequestData request, DurableTaskClient client, byte[] project, CancellationToken cancellationToken)
    {
        var previous = request.Query[Previous];
        if (previous is not null && !JobId.IsValid(previous))
        {
            return await replies.ErrorAsync(request, HttpStatusCode.BadRequest, "PREVIOUS_JOB_INVALID", "previous must be the id of a job.");
        }

        if (request.HeaderOf(KeyHeader) is not { } key)
        {
            return await replies.AcceptedAsync(request, await starter.StartAsync(client, replies.CallerOf(request), project, previous, cancellationToken));
        }

        if (!IdempotencyKeys.IsValid(key))
        {
            return await replies.ErrorAsync(
                request, HttpStatusCode.BadRequest, "IDEMPOTENCY_KEY_INVALID", "An Idempotency-Key has 1 to 200 printable ASCII characters.");
        }

        return await starter.StartOnceAsync(client, new CallerKey(replies.CallerOf(request), key), project, previous, cancellationToken) is { } job
            ? await replies.AcceptedAsync(request, job)
            : await replies.ErrorAsync(
                request, HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key has started a job for another project.");
    }
}
