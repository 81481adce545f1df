using System.Text.Json.Serialization;

namespace MakeDevice.Functions.Jobs;

/// <summary>How a job ended: the output of its orchestration.</summary>
public sealed record JobResult
{
    /// <summary>One of <see cref="JobOutcome"/>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = JobOutcome.Done;

    /// <summary>All problems, those that did not stop the job among them, each <c>CODE key=value …</c>.</summary>
    [JsonPropertyName("issues")]
    public string[] Issues { get; init; } = [];

    /// <summary>The same problems in the same order, for people.</summary>
    [JsonPropertyName("issueDetails")]
    public IssueDetail[] IssueDetails { get; init; } = [];

    /// <summary>Name of the fabrication zip; null unless the job is done.</summary>
    [JsonPropertyName("artifact")]
    public string? Artifact { get; init; }

    [JsonPropertyName("sockets")]
    public SocketCount? Sockets { get; init; }

    [JsonPropertyName("copper")]
    public CopperCount? Copper { get; init; }

    /// <summary>Version of the last picture; 0 where there is none.</summary>
    [JsonPropertyName("previewVersion")]
    public int PreviewVersion { get; init; }

    /// <summary>True where an earlier job's result for the same input was taken over.</summary>
    [JsonPropertyName("reused")]
    public bool Reused { get; init; }

    /// <summary>True where the copper came from the routing of the earlier job that was named; false from scratch.</summary>
    [JsonPropertyName("rerouted")]
    public bool Rerouted { get; init; }

    /// <summary>Running time by the orchestration's clock.</summary>
    [JsonPropertyName("seconds")]
    public double Seconds { get; init; }

    /// <summary>Modules of which a socket could not be connected.</summary>
    [JsonPropertyName("failedModuleIds")]
    public string[] FailedModuleIds { get; init; } = [];

    /// <summary>Modules that are connected, where others are not.</summary>
    [JsonPropertyName("succeededModuleIds")]
    public string[] SucceededModuleIds { get; init; } = [];

    public static JobResult Ended(string status, params IReadOnlyList<JobIssue> issues) => new JobResult { Status = status }.With(issues);

    /// <summary>The result with these problems.</summary>
    public JobResult With(IReadOnlyList<JobIssue> issues) =>
        this with { Issues = [.. issues.Select(issue => issue.Line)], IssueDetails = [.. issues.Select(issue => issue.Detail)] };
}

/// <summary>The ways in which a job can end.</summary>
public static class JobOutcome
{
    /// <summary>Routed, verified and packed.</summary>
    public const string Done = "done";

    /// <summary>The project or a module package forbids it; the issues say why.</summary>
    public const string Invalid = "invalid";

    /// <summary>Not every socket could be connected. What was routed is kept as a partial result.</summary>
    public const string NotRouted = "not-routed";

    /// <summary>Everything was connected, but the final copper failed its check. It is kept as a partial result.</summary>
    public const string NotVerified = "not-verified";

    /// <summary>Cancelled, or abandoned by its client. What was routed is kept as a partial result.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Stopped at the longest running time. What was routed is kept as a partial result.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>The service failed, not the input.</summary>
    public const string Failed = "failed";
}

public sealed record SocketCount([property: JsonPropertyName("total")] int Total, [property: JsonPropertyName("connected")] int Connected);

/// <param name="LengthMm">Length of all tracks and buses, millimetres.</param>
public sealed record CopperCount([property: JsonPropertyName("lengthMm")] double LengthMm, [property: JsonPropertyName("vias")] int Vias);
