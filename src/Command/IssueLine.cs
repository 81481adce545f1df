using MakeDevice.Routing.Issues;

namespace MakeDevice.Command;

/// <summary>An issue as people read it: how grave it is, in a sentence, and the code that programs and docs/issues.md know it by.</summary>
internal static class IssueLine
{
    public static string Of(Issue issue) => $"{issue.Severity.Name(),-8} {Inputs.OneLine(issue.Message)} [{issue.Code}]";
}
