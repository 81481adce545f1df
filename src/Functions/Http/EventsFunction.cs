using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// <c>GET /api/jobs/{id}/events</c>: the job as server-sent events (HTML Living Standard, 9.2), each with what <c>GET /api/jobs/{id}</c> answers. A
/// Functions worker sends a body only when it is whole, so one answer holds the next change and ends, and a client asks again with
/// <c>Last-Event-ID</c>, as browsers do by themselves.
/// </summary>
public sealed class EventsFunction(ClientLimiter limiter, HttpReplies replies, TimeProvider clock)
{
    /// <summary>Longest that an answer is held back where nothing changes: proxies cut idle connections after a minute or so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    [Function("GetJobEvents")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Jobs, "get", "head", Route = "api/jobs/{id}/events")] HttpRequestData request,
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

        var last = request.HeaderOf("Last-Event-ID");
        var started = clock.GetTimestamp();
        while (true)
        {
            if (await JobView.FindAsync(client, id, cancellationToken) is not { } job)
            {
                return await replies.UnknownJobAsync(request);
            }

            var version = string.Create(CultureInfo.InvariantCulture, $"{job.Instance.LastUpdatedAt.UtcTicks}-{job.State}");
            if (version != last || job.HasEnded)
            {
                return await AnswerAsync(request, $"id: {version}\ndata: {Encoding.UTF8.GetString(JobJson.Of(job).Span)}\n\n", goesOn: !job.HasEnded);
            }

            if (clock.GetElapsedTime(started) > Patience)
            {
                return await AnswerAsync(request, ": nothing new\n\n", goesOn: true);
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    private async Task<HttpResponseData> AnswerAsync(HttpRequestData request, string events, bool goesOn)
    {
        var response = await replies.BytesAsync(
            request, HttpStatusCode.OK, "text/event-stream; charset=utf-8", Encoding.UTF8.GetBytes($"retry: {Interval.TotalMilliseconds}\n{events}"));
        if (goesOn)
        {
            response.Headers.Add("Retry-After", "1");
        }

        return response;
    }
}
