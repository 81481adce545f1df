using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// <c>GET /api/jobs/{id}</c>: the job in the durable service's form, with <c>status</c> in this service's words; 202 while it runs, 200 when it
/// has ended. Reads the instance and nothing else: this is what clients poll.
/// </summary>
public sealed class GetJobFunction(ClientLimiter limiter, HttpReplies replies)
{
    [Function("GetJob")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Jobs, "get", "head", Route = "api/jobs/{id}")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        replies.GuardedAsync(request, () => TellAsync(request, id, client, context.CancellationToken));

    private async Task<HttpResponseData> TellAsync(
        HttpRequestData request, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await limiter.RefuseAsync(request) is { } refusal)
        {
            return refusal;
        }

        if (await JobView.FindAsync(client, id, cancellationToken) is not { } job)
        {
            return await replies.UnknownJobAsync(request);
        }

        var response = await replies.JsonAsync(request, job.HasEnded ? HttpStatusCode.OK : HttpStatusCode.Accepted, JobJson.Of(job));
        if (!job.HasEnded)
        {
            response.Headers.Add("Location", replies.Uris(request, id).Job);
            response.Headers.Add("Retry-After", "1");
        }

        return response;
    }
}
