using System.Runtime.CompilerServices;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Command;

/// <summary>Turns whatever goes wrong in a command into one coded line and an exit code; nobody ever sees a stack trace.</summary>
internal static class CommandFailure
{
    /// <param name="json">Print the failure as the object of <c>--json</c> on standard output, else as a line on standard error.</param>
    public static async Task<int> GuardAsync(bool json, Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            return Report(json, error is AggregateException { InnerException: { } inner } ? inner : error);
        }
    }

    /// <remarks>Kept out of line: what it names loads the routing core, which a host that only answers status does not need.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Report(bool json, Exception error) => error switch
    {
        InputException input => Fail(json, "invalid", input.Issue, ExitCode.InvalidInput),
        OperationCanceledException => Fail(json, "cancelled", new Issue("CANCELLED"), ExitCode.Cancelled),
        _ => Fail(json, "error", new Issue("INTERNAL_ERROR", $"error={error.GetType().Name} {Inputs.OneLine(error.Message)}"), ExitCode.InternalError),
    };

    private static int Fail(bool json, string status, Issue issue, int exitCode)
    {
        if (json)
        {
            using var stdout = Console.OpenStandardOutput();
            stdout.Write(JobJson.WriteFailure(status, issue));
        }
        else
        {
            Console.Error.WriteLine(issue);
            Console.Error.WriteLine(Inputs.OneLine(issue.Message));
        }

        return exitCode;
    }
}
