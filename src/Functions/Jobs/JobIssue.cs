using System.Text.Json.Serialization;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Functions.Jobs;

/// <summary>A problem of a job on its way to the client: the core's <see cref="Issue"/> with everything that the core knows of it.</summary>
/// <param name="Line">For programs: <c>CODE key=value …</c>.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Message">For people: one sentence.</param>
public sealed record JobIssue(string Line, string Severity, string Message)
{
    /// <summary>The code alone.</summary>
    [JsonIgnore]
    public string Code => Line.Split(' ', 2)[0];

    public static implicit operator JobIssue(string line) => Of(Issue.Parse(line));

    public static JobIssue Of(Issue issue) => new(issue.ToString(), issue.Severity.Name(), issue.Message);

    /// <summary>What the client reads beside the line.</summary>
    [JsonIgnore]
    public IssueDetail Detail => new(Severity, Code, Message);
}

/// <summary>A problem as people and programs read it; stands at the same place as its line.</summary>
public sealed record IssueDetail(
    [property: JsonPropertyName("severity")] string Severity,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message);
