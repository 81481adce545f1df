using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MakeDevice.Routing;
using MakeDevice.Routing.Editor;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Command;

/// <summary><c>makedevice new NAME [MODULE…]</c>: a project file with modules of the library beside each other, to go on from.</summary>
internal sealed record NewCommand(string Name, string[] Kinds, string? Size, string House, string? Modules, string? Out, bool Force)
{
    private const double LeastSide = 5;
    private const double GreatestSide = 500;

    private static readonly JsonWriterOptions Written = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static System.CommandLine.Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The board's name." };
        var kinds = new Argument<string[]>("MODULE") { Description = "Modules of the library, as makedevice modules lists them; one that is named twice stands there twice.", Arity = ArgumentArity.ZeroOrMore };
        var size = new Option<string?>("--size") { Description = "Width x height in millimetres, for instance 100x80 (default: as large as its modules need)." };
        var house = new Option<string>("--house") { Description = "Fabrication house.", DefaultValueFactory = _ => "JLCPCB" };
        var modules = new Option<string?>("--modules") { Description = "Folder of module packages (default: modules here, then the samples)." };
        var output = new Option<string?>("--out") { Description = "The file to write, or - for standard output (default: NAME.MakeDevice here)." };
        var force = new Option<bool>("--force") { Description = "Write over a file that is there." };
        var command = new System.CommandLine.Command("new", "Begin a project with modules of the library.") { name, kinds, size, house, modules, output, force };
        command.SetAction((parsed, cancellationToken) => new NewCommand(
            parsed.GetValue(name)!,
            parsed.GetValue(kinds) ?? [],
            parsed.GetValue(size),
            parsed.GetValue(house)!,
            parsed.GetValue(modules),
            parsed.GetValue(output),
            parsed.GetValue(force)).RunAsync(cancellationToken));
        return command;
    }

    public Task<int> RunAsync(CancellationToken cancellationToken) => CommandFailure.GuardAsync(false, () => MakeAsync(cancellationToken));

    private async Task<int> MakeAsync(CancellationToken cancellationToken)
    {
        var size = AskedSize();
        var library = new FolderModuleLibrary(Inputs.ModulesFolder(Modules, Directory.GetCurrentDirectory()));
        var packages = await FindAsync(library, cancellationToken).ConfigureAwait(false);
        var (project, check) = await LaidOutAsync(library, packages, size, cancellationToken).ConfigureAwait(false);
        var stem = check.Board?.Project.FileStem ?? "board";
        var path = Out ?? $"{stem}.MakeDevice";
        OutputPaths.Check([], [("--out", path)]);
        if (StandardStreams.IsNamed(path))
        {
            StandardStreams.Write(project);
        }
        else if (File.Exists(path) && !Force)
        {
            throw new InputException(new Issue("OUTPUT_EXISTS", $"file={Inputs.OneLine(path)}"));
        }
        else
        {
            PackageOutput.WriteFile(path, project);
        }

        Tell(path, packages.Count, check);
        return ExitCode.Done;
    }

    private static void Tell(string path, int modules, BoardCheck check)
    {
        var words = StandardStreams.Words(path);
        if (check.Board is { Project.Board: var board })
        {
            words.WriteLine(FormattableString.Invariant($"{Inputs.OneLine(path)}: {Units.ToMillimetres(board.Width):0.##} x {Units.ToMillimetres(board.Height):0.##} mm, {modules} modules"));
        }

        foreach (var issue in check.Issues.Where(issue => issue.Severity != Severity.Info && (modules > 0 || issue.Code != "ROUTING_NO_SOCKETS_FOUND")))
        {
            words.WriteLine($"  {IssueLine.Of(issue)}");
        }

        if (!StandardStreams.IsNamed(path))
        {
            words.WriteLine($"Next: makedevice route {Inputs.OneLine(path)}, or lay it out by hand: makedevice serve --open");
        }
    }

    /// <summary>In millimetres; null where none is asked for.</summary>
    private (double Width, double Height)? AskedSize()
    {
        if (Size is null)
        {
            return null;
        }

        var parts = Size.ToLowerInvariant().Replace('×', 'x').Split('x', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Side(parts[0]) is { } width && Side(parts[1]) is { } height
            ? (width, height)
            : throw new InputException(new Issue("USAGE", FormattableString.Invariant($"error=--size must be WIDTHxHEIGHT in millimetres, {LeastSide} to {GreatestSide} each, for instance 100x80")));

        static double? Side(string text) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var side) && side is >= LeastSide and <= GreatestSide ? side : null;
    }

    private async Task<List<ModulePackage>> FindAsync(FolderModuleLibrary library, CancellationToken cancellationToken)
    {
        var known = await library.ListAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<ModulePackage>();
        foreach (var kind in Kinds)
        {
            // The last is the newest: the list goes by name and version.
            var key = known.LastOrDefault(key => key.ToString() == kind || key.Name == kind) ?? throw Unknown(kind, known);
            found.Add(await library.FindAsync(key, cancellationToken).ConfigureAwait(false) ?? throw Unknown(kind, known));
        }

        return found;
    }

    private static InputException Unknown(string kind, IEnumerable<ModuleKey> known)
    {
        var nearest = Spelling.Nearest(kind, known.Select(key => key.Name).Distinct(StringComparer.Ordinal));
        return new(new Issue("MODULE_NOT_FOUND", $"moduleName={Inputs.OneLine(kind)} moduleVersion=any nearest={nearest ?? "none"}")
        {
            Message = $"There is no module {Inputs.OneLine(kind)} in the library{(nearest is null ? "; makedevice modules lists what there is" : $"; {nearest} may be meant")}.",
        });
    }

    /// <summary>The project; one without a size of its own grows until nothing forbids routing it.</summary>
    private async Task<(byte[] Project, BoardCheck Check)> LaidOutAsync(
        FolderModuleLibrary library, List<ModulePackage> packages, (double Width, double Height)? size, CancellationToken cancellationToken)
    {
        string[] ids = [.. packages.Select(_ => Guid.NewGuid().ToString())];
        var id = Guid.NewGuid().ToString();
        const int Tries = 6;
        for (var room = 0; ; room++)
        {
            var layout = ShelfLayout.Of(packages, size, room);
            var project = Utf8Json.Of(Json(id, ids, packages, layout), Written);
            var check = await BoardStages.CheckAsync(project, library, cancellationToken).ConfigureAwait(false);
            if (check.CanRoute || size is not null || packages.Count == 0 || room == Tries)
            {
                return ([.. project, (byte)'\n'], check);
            }
        }
    }

    private JsonObject Json(string id, string[] ids, List<ModulePackage> packages, ShelfLayout layout) => new()
    {
        ["id"] = id,
        ["name"] = Name,
        ["size"] = new JsonObject { ["width"] = layout.Width, ["height"] = layout.Height },
        ["pcbOptions"] = new JsonObject
        {
            ["fabricationHouse"] = House,
            ["cornerRadius"] = Math.Min(3, Math.Min(layout.Width, layout.Height) / 2),
            ["connectors"] = new JsonObject { ["top"] = false, ["bottom"] = false },
        },
        ["modules"] = new JsonArray([.. packages.Select((package, i) => new JsonObject
        {
            ["id"] = ids[i],
            ["name"] = package.Key.Name,
            ["version"] = package.Key.Version,
            ["position"] = new JsonObject { ["x"] = layout.Places[i].X, ["y"] = layout.Places[i].Y },
            ["rotation"] = 0,
        })]),
    };
}
