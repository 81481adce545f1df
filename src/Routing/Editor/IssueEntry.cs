using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Editor;

/// <summary>A problem.</summary>
/// <param name="Text"><c>CODE key=value …</c>, for programs.</param>
/// <param name="Message">A sentence, for people.</param>
public sealed record IssueEntry(string Code, string Severity, string Text, string Message)
{
    public static IssueEntry Of(Issue issue) => new(issue.Code, issue.Severity.ToString().ToLowerInvariant(), issue.ToString(), issue.Message);
}
