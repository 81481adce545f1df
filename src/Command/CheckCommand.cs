using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MakeDevice.Routing;
using MakeDevice.Routing.Editor;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Command;

/// <summary><c>makedevice check PROJECT</c>: placement, nets and zones, without routing; in sentences, or as <c>POST /api/check</c> answers.</summary>
internal sealed record CheckCommand(string Project, string? Modules, string? Rules, bool Json)
{
    public static System.CommandLine.Command Create()
    {
        var project = new Argument<string>("PROJECT") { Description = "The .MakeDevice file, the name of a sample, or - for standard input." };
        var modules = new Option<string?>("--modules") { Description = "Folder of module packages (default: modules beside the project, then the samples)." };
        var rules = new Option<string?>("--rules") { Description = "JSON file of design rules that override the fabrication house's." };
        var json = new Option<bool>("--json") { Description = "Print the JSON object of POST /api/check instead of sentences." };
        var command = new System.CommandLine.Command("check", "Tell what is wrong with a project and which nets it has, without routing.") { project, modules, rules, json };
        command.SetAction((parsed, cancellationToken) => new CheckCommand(parsed.GetValue(project)!, parsed.GetValue(modules), parsed.GetValue(rules), parsed.GetValue(json)).RunAsync(cancellationToken));
        return command;
    }

    public Task<int> RunAsync(CancellationToken cancellationToken) => CommandFailure.GuardAsync(Json, () => CheckAsync(cancellationToken));

    private async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        var path = Inputs.ProjectPath(Project);
        var project = await Inputs.ReadAsync(path, "PROJECT_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var rules = Rules is null ? [] : await Inputs.ReadAsync(Rules, "RULES_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var library = Inputs.Library(Modules, null, Path.GetDirectoryName(Path.GetFullPath(path))!);
        var check = await BoardStages.CheckAsync(new BoardSource(project) { Rules = rules }, library, cancellationToken).ConfigureAwait(false);
        if (Json)
        {
            StandardStreams.Write(AsJson(check));
        }
        else
        {
            Console.Out.Write(AsText(check));
        }

        return check.CanRoute ? ExitCode.Done : ExitCode.InvalidInput;
    }

    private static byte[] AsJson(BoardCheck check) => [.. JsonSerializer.SerializeToUtf8Bytes(CheckReport.Of(check), EditorJson.Default.CheckReport), (byte)'\n'];

    private static string AsText(BoardCheck check)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
        if (check.Board is { } board)
        {
            var outline = board.Project.Board;
            Line($"{Inputs.OneLine(board.Project.Name)}  {Units.ToMillimetres(outline.Width):0.##} x {Units.ToMillimetres(outline.Height):0.##} mm, {board.Modules.Length} modules, {Inputs.OneLine(board.Rules.Profile)} rules");
            var nets = board.Sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).OrderBy(net => net.Key, StringComparer.Ordinal).ToList();
            Line($"  nets      {nets.Count}, {board.Sockets.Length} sockets");
            foreach (var net in nets)
            {
                Line($"    {Inputs.OneLine(net.Key),-12} {net.Count(),3} sockets of {Listed(net.Select(socket => board.Project.Modules[socket.Module].Key.Name).Distinct(StringComparer.Ordinal))}");
            }

            if (check.LeftZone > 0 || check.RightZone > 0)
            {
                Line($"  zones     trunks take {Units.ToMillimetres(check.LeftZone):0.##} mm at the left edge and {Units.ToMillimetres(check.RightZone):0.##} mm at the right: keep modules out");
            }
        }

        foreach (var issue in check.Issues.OrderBy(issue => issue.Severity))
        {
            Line($"  {IssueLine.Of(issue)}");
        }

        Line($"  result    {(check.CanRoute ? "nothing forbids routing" : "cannot be routed as it is")}");
        return text.ToString();
    }

    private static string Listed(IEnumerable<string> names)
    {
        const int Most = 6;
        string[] all = [.. names];
        return string.Join(", ", all.Take(Most).Select(Inputs.OneLine)) + (all.Length > Most ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - Most} more") : "");
    }
}
