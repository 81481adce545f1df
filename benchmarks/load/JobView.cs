using System.Text.Json;

namespace MakeDevice.Load;

/// <summary>Reads the service's answers: whether a job has ended and how, and which artifact is the zip.</summary>
internal static class JobView
{
    /// <summary>The end of a job, or null while it runs: its durable state, and its codes where it did not succeed.</summary>
    public static (string State, string Error)? EndOf(JsonElement job)
    {
        var state = Text(job, "runtimeStatus");
        if (state is not ("Completed" or "Failed" or "Terminated" or "Canceled"))
        {
            return null;
        }

        var output = job.TryGetProperty("output", out var o) ? o : default;
        var status = Text(output, "status");
        return status is "" or "done" && state == "Completed" ? (state, "") : (state, Codes(output, status));
    }

    public static string? ZipOf(JsonElement list)
    {
        var items = list.ValueKind == JsonValueKind.Array ? list : list.TryGetProperty("artifacts", out var a) ? a : default;
        return items.ValueKind != JsonValueKind.Array
            ? null
            : items.EnumerateArray()
                .Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : Text(i, "name"))
                .FirstOrDefault(n => n.EndsWith(".zip", StringComparison.OrdinalIgnoreCase));
    }

    private static string Codes(JsonElement output, string status) =>
        output.ValueKind == JsonValueKind.Object && output.TryGetProperty("issues", out var issues) && issues.ValueKind == JsonValueKind.Array
            ? $"{status} {string.Join("; ", issues.EnumerateArray().Select(i => i.ToString()))}".Trim()
            : status.Length > 0 ? status : output.ToString();

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
