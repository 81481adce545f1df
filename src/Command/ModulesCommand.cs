using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Command;

/// <summary><c>makedevice modules [DIR]</c>: lists module packages and their sockets.</summary>
internal sealed record ModulesCommand(string? Folder, bool Json)
{
    public static System.CommandLine.Command Create()
    {
        var folder = new Argument<string?>("DIR") { Description = "Folder of module packages (default: modules here, then the samples).", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print a JSON array instead of a table." };
        var command = new System.CommandLine.Command("modules", "List module packages and their sockets.") { folder, json };
        command.SetAction((parsed, cancellationToken) => new ModulesCommand(parsed.GetValue(folder), parsed.GetValue(json)).RunAsync(cancellationToken));
        return command;
    }

    private sealed record Entry(ModuleKey Key, ModulePackage? Package, Issue? Issue);

    public Task<int> RunAsync(CancellationToken cancellationToken) => CommandFailure.GuardAsync(Json, async () =>
    {
        var entries = await ReadAsync(Inputs.ModulesFolder(Folder, Directory.GetCurrentDirectory()), cancellationToken).ConfigureAwait(false);
        if (Json)
        {
            using var stdout = Console.OpenStandardOutput();
            stdout.Write(AsJson(entries));
        }
        else
        {
            Console.Out.Write(AsText(entries));
        }

        return entries.Exists(entry => entry.Issue is not null) ? ExitCode.InvalidInput : ExitCode.Done;
    });

    private static async Task<List<Entry>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var library = new FolderModuleLibrary(folder);
        var entries = new List<Entry>();
        foreach (var key in await library.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                entries.Add(new(key, await library.FindAsync(key, cancellationToken).ConfigureAwait(false), null));
            }
            catch (ModulePackageException error)
            {
                entries.Add(new(key, null, error.Issue));
            }
        }

        return entries;
    }

    private static string AsText(List<Entry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.Key.Name} {entry.Key.Version}\n");
            foreach (var socket in entry.Package?.Sockets ?? [])
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"  {Inputs.OneLine(socket.Name),-12} {Units.ToMillimetres(socket.At.X),9:0.000} {Units.ToMillimetres(socket.At.Y),9:0.000}  {LayerName(socket.Layer)}\n");
            }

            foreach (var hint in entry.Package?.SocketHints ?? [])
            {
                text.Append(CultureInfo.InvariantCulture, $"  hint: {Inputs.OneLine(hint)}\n");
            }

            foreach (var issue in entry.Issue is null ? entry.Package!.Issues : [entry.Issue])
            {
                text.Append(CultureInfo.InvariantCulture, $"  {IssueLine.Of(issue)}\n");
            }
        }

        return text.Append(CultureInfo.InvariantCulture, $"{entries.Count} packages\n").ToString();
    }

    private static byte[] AsJson(List<Entry> entries)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var entry in entries)
            {
                WriteEntry(json, entry);
            }

            json.WriteEndArray();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, Entry entry)
    {
        json.WriteStartObject();
        json.WriteString("name", entry.Key.Name);
        json.WriteString("version", entry.Key.Version);
        json.WriteStartArray("sockets");
        foreach (var socket in entry.Package?.Sockets ?? [])
        {
            json.WriteStartObject();
            json.WriteString("name", socket.Name);
            json.WriteNumber("x", Units.ToMillimetres(socket.At.X));
            json.WriteNumber("y", Units.ToMillimetres(socket.At.Y));
            json.WriteString("layer", LayerName(socket.Layer));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTexts("hints", entry.Package?.SocketHints ?? []);
        json.WriteTexts("issues", (entry.Package?.Issues ?? []).Select(issue => issue.ToString()));
        if (entry.Issue is not null)
        {
            json.WriteString("issue", entry.Issue.ToString());
        }

        json.WriteEndObject();
    }

    private static string LayerName(CopperLayer? layer) => layer switch
    {
        CopperLayer.Front => "F_Cu",
        CopperLayer.Back => "B_Cu",
        _ => "none",
    };
}
