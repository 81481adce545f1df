using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A client that knows the address and the key of its management endpoints.</summary>
internal interface IManagedClient
{
    /// <summary>Query that every management URL carries (<c>code=…</c>), or null.</summary>
    string? QueryString { get; }

    /// <summary>Address of the webhook, without a trailing slash.</summary>
    string? HttpBaseUrl { get; }
}

/// <summary>Responses of the asynchronous HTTP pattern: 202 with the place to ask again.</summary>
public static class DurableTaskClientExtensions
{
    public static Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponseAsync(request, instanceId, HttpStatusCode.Accepted, cancellation);

    public static async Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        HttpStatusCode statusCode,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        HttpResponseData response = request.CreateResponse(statusCode);
        HttpManagementPayload payload = client.CreateHttpManagementPayload(instanceId, request);
        response.Headers.Add("Location", payload.StatusQueryGetUri);
        response.Headers.Add("Content-Type", "application/json");
        await PayloadSerializer.Of(request.FunctionContext).WriteAsync(response.Body, payload, payload.GetType(), cancellation);
        return response;
    }

    public static HttpManagementPayload CreateHttpManagementPayload(
        this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        IManagedClient? managed = client as IManagedClient;
        string? webhook = request is null
            ? managed?.HttpBaseUrl
            : request.Url.GetLeftPart(UriPartial.Authority) + "/runtime/webhooks/durabletask";
        if (webhook is null)
        {
            throw new InvalidOperationException(
                "Failed to create HTTP management payload as base URL is null. Either use Functions bindings or provide an HTTP request to create the HttpPayload.");
        }

        string instance = $"{webhook}/instances/{Uri.EscapeDataString(instanceId)}";
        string? common = managed?.QueryString;
        return new HttpManagementPayload
        {
            Id = instanceId,
            StatusQueryGetUri = WithQuery(instance, common),
            PurgeHistoryDeleteUri = WithQuery(instance, common),
            SendEventPostUri = WithQuery($"{instance}/raiseEvent/{{eventName}}", common),
            TerminatePostUri = WithQuery($"{instance}/terminate", "reason={{text}}", common),
            SuspendPostUri = WithQuery($"{instance}/suspend", "reason={{text}}", common),
            ResumePostUri = WithQuery($"{instance}/resume", "reason={{text}}", common),
        };
    }

    private static string WithQuery(string url, params ReadOnlySpan<string?> queries)
    {
        char separator = '?';
        foreach (string? query in queries)
        {
            if (!string.IsNullOrEmpty(query))
            {
                url += separator + query;
                separator = '&';
            }
        }

        return url;
    }
}
