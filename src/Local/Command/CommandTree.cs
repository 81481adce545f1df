using System.CommandLine;

namespace MakeDevice.Local.Command;

/// <summary>The command line: parses the arguments and runs the command they name.</summary>
internal static class CommandTree
{
    public static async Task<int> RunAsync(string[] arguments, params IEnumerable<System.CommandLine.Command> commands)
    {
        var root = new RootCommand("Turns a MakeDevice project into a manufacturable carrier board.");
        foreach (var command in commands)
        {
            root.Add(command);
        }

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine($"USAGE error={Inputs.OneLine(error.Message)}");
            }

            return ExitCode.InvalidInput;
        }

        return await CommandFailure.GuardAsync(false, () => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false })).ConfigureAwait(false);
    }
}
