using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Command;

/// <summary>The command line: parses the arguments and runs the command they name; a bare call shows the help.</summary>
internal static class CommandTree
{
    /// <summary>What is done with boards, in the order of the help.</summary>
    public static IEnumerable<System.CommandLine.Command> OfBoards() =>
        [NewCommand.Create(), CheckCommand.Create(), RouteCommand.Create(), PanelCommand.Create(), VerifyCommand.Create(), ModulesCommand.Create()];

    public static async Task<int> RunAsync(string[] arguments, IEnumerable<System.CommandLine.Command> commands)
    {
        var root = new RootCommand("Turns a MakeDevice project into a manufacturable carrier board.");
        foreach (var command in commands)
        {
            root.Add(command);
            foreach (var argument in command.Arguments)
            {
                argument.Validators.Add(RefuseOptions);
            }
        }

        var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine($"USAGE error={Inputs.OneLine(error.Message)}{Suggestion(parsed, error.Message)}");
            }

            Console.Error.WriteLine("makedevice --help and makedevice COMMAND --help tell what there is.");
            return ExitCode.InvalidInput;
        }

        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await CommandFailure.GuardAsync(false, () => Interruptible.RunAsync(interruption => parsed.InvokeAsync(invocation, interruption))).ConfigureAwait(false);
    }

    /// <summary>What looks like an option is none of the files and names that a command takes; where it may take one more, the parser would take it for that.</summary>
    private static void RefuseOptions(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
        {
            result.AddError($"Unrecognized command or argument '{token.Value}'.");
        }
    }

    /// <summary>The option or command that the unknown word in a message may mean.</summary>
    /// <remarks>Kept out of line: it loads the routing core, which a well-spelt command may not need.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Suggestion(ParseResult parsed, string message)
    {
        var command = parsed.CommandResult.Command;
        string[] known = [.. command.Subcommands.Select(sub => sub.Name), .. command.Options.SelectMany(option => (string[])[option.Name, .. option.Aliases])];
        return message.Split('\'') is [_, var word, ..] && Spelling.Nearest(word, known) is { } near ? $" Did you mean '{near}'?" : "";
    }
}
