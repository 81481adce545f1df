using System.Text.RegularExpressions;
using MakeDevice.Functions.Jobs;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Functions.Http.Compatible;

/// <summary>What the existing front end marks of a job that failed.</summary>
internal static partial class FailedModules
{
    /// <summary>Ids of the modules that the job's end names: those with an open socket, and those that an error is about.</summary>
    public static IEnumerable<string> Of(JobResult result) =>
        result.FailedModuleIds.Concat(Errors(result).SelectMany(NamedIn)).Distinct(StringComparer.Ordinal);

    /// <summary>One issue, as the predecessor's message is: the first that stopped the job. The others stand beside it in <c>issues</c>.</summary>
    public static string Reason(JobResult result) => Errors(result).Concat(result.Issues).FirstOrDefault(result.Status);

    private static IEnumerable<string> Errors(JobResult result) =>
        result.Issues.Zip(result.IssueDetails).Where(issue => issue.Second.Severity == Severity.Error.Name()).Select(issue => issue.First);

    /// <remarks><c>moduleIdsAll</c> is the whole board, not what failed of it.</remarks>
    private static IEnumerable<string> NamedIn(string issue) => Ids().Matches(issue)
        .SelectMany(field => field.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"(?<= )moduleIds?=\[?([^\] ]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Ids();
}
