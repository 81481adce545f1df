namespace MakeDevice.Command;

/// <summary>How a command ends that made, or could not make, a board's package.</summary>
internal static class OutcomeOutput
{
    /// <summary>Tells the outcome on the standard output, for people or as JSON.</summary>
    /// <param name="artifact">Where the package lies; null where there is none.</param>
    /// <param name="output">What <c>--out</c> named: words give way to a package on standard output.</param>
    /// <returns>The command's exit code.</returns>
    public static int Tell(RouteOutcome outcome, string? artifact, bool json, string? output)
    {
        if (json)
        {
            StandardStreams.Write(JobJson.Write(outcome, artifact));
        }
        else
        {
            StandardStreams.Words(output).Write(Summary.Of(outcome, artifact));
        }

        return outcome.ExitCode;
    }
}
