using System.Net;
using System.Text.Json;
using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary>
/// The way into the existing front end's endpoints: preflight requests, the client's limit, the body and the endpoint's name are seen to here,
/// and a failing storage is told in that front end's form.
/// </summary>
public sealed class CompatibleDoor(ClientLimiter limiter, KeepAlive keepAlive, HttpReplies replies)
{
    /// <summary>Answers a request that starts a job.</summary>
    internal Task<HttpResponseData> StartAsync(HttpRequestData request, string endpoint, Func<CompatibleRequest, Task<HttpResponseData>> answer,
        int maxBytes = CompatibleRequest.MaxProjectBytes) =>
        OpenAsync(request, endpoint, limiter.RefuseStartAsync, answer, maxBytes);

    /// <summary>Answers a question about a job that is there; where it still runs, asking keeps it alive.</summary>
    /// <param name="writeUnknown">Adds what the endpoint's error about an unknown job has beside its message.</param>
    internal Task<HttpResponseData> AskAsync(
        HttpRequestData request, string endpoint, DurableTaskClient client, Func<CompatibleRequest, JobView, Task<HttpResponseData>> answer,
        Action<Utf8JsonWriter>? writeUnknown = null) =>
        OpenAsync(request, endpoint, limiter.RefuseAsync, async parsed =>
        {
            var cancellationToken = request.FunctionContext.CancellationToken;
            if (await JobView.FindAsync(client, parsed.JobId, cancellationToken) is not { } job)
            {
                return await replies.CompatibleErrorAsync(request, endpoint, $"Job ID {parsed.JobId} does not exist.", writeUnknown);
            }

            if (!job.HasEnded)
            {
                await keepAlive.TouchAsync(parsed.JobId, cancellationToken);
            }

            return await answer(parsed, job);
        }, CompatibleRequest.MaxProjectBytes);

    private async Task<HttpResponseData> OpenAsync(
        HttpRequestData request,
        string endpoint,
        Func<HttpRequestData, Task<HttpResponseData?>> refuse,
        Func<CompatibleRequest, Task<HttpResponseData>> answer,
        int maxBytes)
    {
        if (request.Method.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase))
        {
            return replies.Preflight(request);
        }

        if (await refuse(request) is { } refusal)
        {
            return refusal;
        }

        var response = await replies.GuardedAsync(request, () => ReadAsync(request, endpoint, answer, maxBytes));
        return response.StatusCode == HttpStatusCode.ServiceUnavailable
            ? await replies.CompatibleErrorAsync(
                request, endpoint, $"{HttpReplies.StorageUnavailable} error=the storage does not answer, or is full; try again")
            : response;
    }

    private async Task<HttpResponseData> ReadAsync(
        HttpRequestData request, string endpoint, Func<CompatibleRequest, Task<HttpResponseData>> answer, int maxBytes)
    {
        var (parsed, problem) = await CompatibleRequest.ReadAsync(request, endpoint, maxBytes, request.FunctionContext.CancellationToken);
        using (parsed)
        {
            return parsed is null ? await replies.CompatibleErrorAsync(request, endpoint, problem) : await answer(parsed);
        }
    }
}
