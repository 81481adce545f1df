using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary>
/// The way into the existing front end's endpoints: preflight requests, the client's limit, the body and the endpoint's name are seen to here,
/// and a failing storage is told in that front end's form.
/// </summary>
public sealed class CompatibleDoor(ClientLimiter limiter, HttpReplies replies)
{
    /// <summary>Answers a request that starts a job.</summary>
    internal Task<HttpResponseData> StartAsync(HttpRequestData request, string endpoint, Func<CompatibleRequest, Task<HttpResponseData>> answer,
        int maxBytes = CompatibleRequest.MaxProjectBytes) =>
        OpenAsync(request, endpoint, limiter.RefuseStartAsync, answer, maxBytes);

    /// <summary>Answers any other request.</summary>
    internal Task<HttpResponseData> AskAsync(HttpRequestData request, string endpoint, Func<CompatibleRequest, Task<HttpResponseData>> answer) =>
        OpenAsync(request, endpoint, limiter.RefuseAsync, answer, CompatibleRequest.MaxProjectBytes);

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
