using MakeDevice.Routing.Issues;

namespace MakeDevice.Local.Command;

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
        catch (InputException error)
        {
            return Fail(json, "invalid", error.Issue, ExitCode.InvalidInput);
        }
        catch (OperationCanceledException)
        {
            return Fail(json, "cancelled", new Issue("CANCELLED"), ExitCode.Cancelled);
        }
        catch (Exception error)
        {
            var cause = error is AggregateException { InnerException: { } inner } ? inner : error;
            return cause is OperationCanceledException
                ? Fail(json, "cancelled", new Issue("CANCELLED"), ExitCode.Cancelled)
                : Fail(json, "error", new Issue("INTERNAL_ERROR", $"error={cause.GetType().Name} {Inputs.OneLine(cause.Message)}"), ExitCode.InternalError);
        }
    }

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
        }

        return exitCode;
    }
}
