using MakeDevice.Routing.Issues;

namespace MakeDevice.Command;

/// <summary><c>serve</c> where the command is alone: tells where the host is, and nothing of what was asked of it is taken for a slip.</summary>
internal static class ServeElsewhere
{
    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("serve", "Serve the HTTP API and the board editor: only in the whole tool, src/Local.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((_, _) => Task.FromException<int>(new InputException(new Issue("SERVE_NOT_HERE", "project=src/Local package=MakeDevice.Tool"))));
        return command;
    }
}
