using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// The live state of a job: the orchestration's custom status. The durable backends take at most 16 KB of UTF-16, so issues are cut to
/// fit (<see cref="StatusIssues"/>); the result has them all.
/// </summary>
public sealed record JobStatus(
    [property: JsonPropertyName("phase")] string Phase,
    [property: JsonPropertyName("progress")] double Progress,
    [property: JsonPropertyName("sides")] SidesStatus Sides,
    [property: JsonPropertyName("issues")] string[] Issues,
    [property: JsonPropertyName("issueDetails")] IssueDetail[] IssueDetails,
    [property: JsonPropertyName("issueCount")] int IssueCount,
    [property: JsonPropertyName("previewVersion")] int PreviewVersion);

public sealed record SidesStatus(
    [property: JsonPropertyName("left")] SideStatus Left,
    [property: JsonPropertyName("right")] SideStatus Right);

/// <summary>One side's counts.</summary>
/// <param name="Batches">Socket batches of the side.</param>
/// <param name="Done">Batches that have no loser left to route.</param>
public sealed record SideStatus(
    [property: JsonPropertyName("batches")] int Batches,
    [property: JsonPropertyName("done")] int Done,
    [property: JsonPropertyName("sockets")] int Sockets,
    [property: JsonPropertyName("connected")] int Connected,
    [property: JsonPropertyName("round")] int Round)
{
    public static readonly SideStatus None = new(0, 0, 0, 0, 0);
}

/// <summary>The phases of a job, in order.</summary>
public static class JobPhase
{
    public const string Preparing = "preparing";
    public const string Routing = "routing";
    /// <summary>What was routed is brought together, finished and checked; where more is to be routed, routing comes again.</summary>
    public const string Verifying = "verifying";
    public const string Fabricating = "fabricating";
    public const string Packing = "packing";

    /// <summary>The package is there.</summary>
    public const string Done = "done";

    /// <summary>Stopped before there was a package.</summary>
    public const string Ended = "ended";
}

/// <summary>Cuts issues to what a custom status may hold.</summary>
internal static class StatusIssues
{
    /// <summary>Most characters of all issues together as JSON, escapes included: of the 8192 that 16 KB of UTF-16 are, the rest is for everything else.</summary>
    private const int MaxCharacters = 6000;

    private const int MaxOne = 400;

    /// <summary>The gravest issues that fit, long ones shortened, in their order.</summary>
    public static ImmutableArray<JobIssue> Fit(IReadOnlyList<JobIssue> issues)
    {
        var left = MaxCharacters;
        var fitting = new SortedDictionary<int, JobIssue>();
        foreach (var (index, issue) in issues.Index().OrderBy(entry => Rank(entry.Item.Severity)))
        {
            var shorter = issue with { Line = Shortened(issue.Line), Message = Shortened(issue.Message) };
            left -= Size(shorter);
            if (left < 0)
            {
                break;
            }

            fitting.Add(index, shorter);
        }

        return [.. fitting.Values];
    }

    private static int Rank(string severity) => Array.IndexOf(["error", "warning", "info"], severity);

    private static string Shortened(string text) => text.Length > MaxOne ? string.Concat(text.AsSpan(0, MaxOne - 1), "…") : text;

    /// <summary>Characters of the line and its detail, with the names of the detail's properties and all quotes.</summary>
    private static int Size(JobIssue issue) =>
        JsonSerializer.Serialize(issue.Line, JobsJson.Default.String).Length + JsonSerializer.Serialize(issue.Detail, JobsJson.Default.IssueDetail).Length + 2;
}
