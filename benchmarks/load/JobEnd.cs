using System.Text.Json;

namespace MakeDevice.Load;

/// <summary>How the service says that a job ended.</summary>
/// <param name="Status">done, invalid, unrouted, cancelled, timedOut or failed.</param>
/// <param name="Codes">The job's issues; every end but a success must have some.</param>
internal sealed record JobEnd(string Status, string Codes)
{
    /// <summary>The end in an answer of <c>GET /api/jobs/{id}</c>, or null while the job runs.</summary>
    public static JobEnd? Of(JsonElement job)
    {
        if (Text(job, "status") is not { Length: > 0 } status || status == "running")
        {
            return null;
        }

        var hasIssues = job.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.Object
            && output.TryGetProperty("issues", out var issues) && issues.ValueKind == JsonValueKind.Array;
        return new JobEnd(status, hasIssues ? string.Join("; ", output.GetProperty("issues").EnumerateArray().Select(i => i.GetString())) : "");
    }

    /// <summary>Name of the package in an answer of <c>GET /api/jobs/{id}/artifacts</c>; beside it lies a zip of the Gerbers alone.</summary>
    public static string? ZipOf(JsonElement list) => list.GetProperty("artifacts").EnumerateArray().Select(a => Text(a, "name"))
        .FirstOrDefault(n => n.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && !n.EndsWith("-gerbers.zip", StringComparison.OrdinalIgnoreCase));

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
