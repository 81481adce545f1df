using System.Buffers;
using System.Net;
using System.Text.Json;
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
        [HttpTrigger(Access.Jobs, "get", Route = "api/jobs/{id}")] HttpRequestData request,
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

        var response = await replies.JsonAsync(request, job.HasEnded ? HttpStatusCode.OK : HttpStatusCode.Accepted, Body(job));
        if (!job.HasEnded)
        {
            response.Headers.Add("Location", replies.Uris(request, id).Job);
            response.Headers.Add("Retry-After", "1");
        }

        return response;
    }

    private static ReadOnlyMemory<byte> Body(JobView job)
    {
        var instance = job.Instance;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("id", instance.InstanceId);
        json.WriteString("status", job.State);
        json.WriteString("name", instance.Name);
        json.WriteString("instanceId", instance.InstanceId);
        json.WriteString("runtimeStatus", instance.RuntimeStatus.ToString());
        json.WriteNull("input");
        WriteRaw(json, "customStatus", instance.SerializedCustomStatus);
        WriteOutput(json, job);
        json.WriteString("createdTime", instance.CreatedAt.UtcDateTime);
        json.WriteString("lastUpdatedTime", instance.LastUpdatedAt.UtcDateTime);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>A job that left no result of its own (terminated past this service, or failed under it) is told in the same form.</summary>
    private static void WriteOutput(Utf8JsonWriter json, JobView job)
    {
        if (job is { Result: { } result, LeftResult: false })
        {
            json.WritePropertyName("output");
            JsonSerializer.Serialize(json, result, ApiJson.Default.JobResult);
        }
        else
        {
            WriteRaw(json, "output", job.Instance.SerializedOutput);
        }
    }

    /// <summary>Stored JSON goes out as it is; a backend that stores plain text gets quotes.</summary>
    private static void WriteRaw(Utf8JsonWriter json, string name, string? stored)
    {
        json.WritePropertyName(name);
        if (string.IsNullOrEmpty(stored))
        {
            json.WriteNullValue();
        }
        else if (stored[0] is '{' or '[' or '"' || stored is "null" or "true" or "false")
        {
            json.WriteRawValue(stored, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(stored);
        }
    }
}
