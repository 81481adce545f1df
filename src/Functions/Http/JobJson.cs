using System.Buffers;
using System.Text.Json;

namespace MakeDevice.Functions.Http;

/// <summary>A job as clients read it, in the durable service's form.</summary>
internal static class JobJson
{
    public static ReadOnlyMemory<byte> Of(JobView job)
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
