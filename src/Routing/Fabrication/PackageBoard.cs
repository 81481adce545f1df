using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// What a package says of its board by itself: its GerberSockets layer names the sockets and the modules' zones, its outline layer the edge. The whole
/// package is one module at the origin, so that it is read and drawn like any other.
/// </summary>
/// <param name="Board">Its zones count as a module each: what is between two of them is not one module's own business.</param>
/// <param name="Copper">As the files give it.</param>
internal sealed record PackageBoard(PlacedBoard Board, FinalCopper Copper)
{
    private static readonly string[] NoFabrication = [".csv", ".json", ".svg", ".png", ".pdf", ".bin", ".hex", ".uf2", ".d356", ".ipc", ".md", ".makedevice"];

    private static readonly ModuleKey Key = new("package", "1");

    /// <returns>The board; null where an issue says why the package cannot be checked. Notes on files that are not used, and on what is doubtful about others.</returns>
    public static (PackageBoard? Board, ImmutableArray<Issue> Issues, ImmutableArray<string> Notes) Of(IReadOnlyList<ModuleFile> files, DesignRules rules)
    {
        if (PackageReader.Check(files) is { } limit)
        {
            return (null, [limit], []);
        }

        var doubts = new PackageIssues(Key);
        var fabrication = new FabricationFiles(Key, doubts);
        files = NestedZip.Open(files);
        var drawn = files.Where(file => !NoFabrication.Contains(Path.GetExtension(file.Path).ToLowerInvariant())).ToList();
        try
        {
            fabrication.Read(drawn);
        }
        catch (ModulePackageException e)
        {
            return (null, [new("PACKAGE_INVALID", e.Issue.Fields)], []);
        }

        ImmutableArray<string> notes =
            [.. files.Except(drawn).Select(file => $"{file.Path} is not needed for the check"), .. doubts.ToArray().Select(issue => issue.ToString())];
        var missing = Missing(fabrication).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            return (null, missing, notes);
        }

        var (board, faults) = Of(fabrication, rules);
        return (board, faults, notes);
    }

    private static IEnumerable<Issue> Missing(FabricationFiles files) =>
        from layer in (ModuleLayer[])[ModuleLayer.FrontCopper, ModuleLayer.BackCopper, ModuleLayer.EdgeCuts, ModuleLayer.GerberSockets]
        where files[layer] is null
        select new Issue("PACKAGE_LAYER_MISSING", $"layer={LayerFile.Of(layer).Suffix[1..]}");

    private static (PackageBoard? Board, ImmutableArray<Issue> Issues) Of(FabricationFiles files, DesignRules rules)
    {
        // Zones may be turned here, which a module's own layer has none of.
        var layer = files[ModuleLayer.GerberSockets]!;
        var decoded = GerberSocketsReader.Read(layer with { Objects = layer.Objects.RemoveAll(item => item is Region || item is Line line && line.From != line.To) });
        if (!decoded.Problems.IsEmpty || decoded.Sockets.IsEmpty)
        {
            return (null, [new("PACKAGE_INVALID", $"file={IssueText.Path(files.SocketsFile)} error={IssueText.Sentence(string.Join("; ", decoded.Problems.DefaultIfEmpty("it names no socket")))}")]);
        }

        var copper = new SocketCopper(files[ModuleLayer.FrontCopper], files[ModuleLayer.BackCopper]);
        var package = new ModulePackage
        {
            Key = Key,
            ContentHash = "",
            Sockets = [.. decoded.Sockets.Select(mark => new ModuleSocket(mark.Name, mark.At, copper.LayerAt(mark.At)))],
            Layers = files.Layers,
            Plated = files.Plated,
            NonPlated = files.NonPlated,
        };
        var module = new PlacedModule(0, new(Key.ToString(), Key, new Placement(default, 0), 0), package);
        var edge = files[ModuleLayer.EdgeCuts]!;
        var project = new Project("", "package", "package", Outline(edge), rules.Profile, [module.Instance], "");
        var board = new PlacedBoard(project, rules, [module], NetNaming.Name([module]).Sockets, Zones(layer));
        return (new(board, new(files[ModuleLayer.FrontCopper]!, files[ModuleLayer.BackCopper]!, files.Plated, files.NonPlated, edge)), []);
    }

    /// <summary>The closed figures of four corners, whichever way they are turned.</summary>
    private static ImmutableArray<BoardZone> Zones(GerberLayer sockets) =>
    [
        .. Closed(sockets).Select(contour => contour.Chords()).Where(corners => corners.Length == 4)
            .Select((corners, i) => new BoardZone(i, new(Ring.DoubledArea(corners.AsSpan()) > 0 ? corners : [.. corners.Reverse()]))),
    ];

    /// <summary>The largest closed contour of the outline layer; where none is closed, what it fits into, and the check finds its ends.</summary>
    private static BoardOutline Outline(GerberLayer edge)
    {
        var largest = Closed(edge).Select(contour => new FreeOutline(contour)).OrderByDescending(outline => Ring.DoubledArea(outline.Chords.AsSpan())).FirstOrDefault();
        if (largest is not null)
        {
            return BoardOutline.Of(largest);
        }

        var extent = edge.Objects.OfType<Line>().Aggregate(Box.Empty, (box, line) => box.Include(line.From).Include(line.To));
        return extent.IsEmpty ? new(0, 0, 0, false, false) : new(2 * Math.Max(-extent.Left, extent.Right), 2 * Math.Max(-extent.Bottom, extent.Top), 0, false, false);
    }

    private static ImmutableArray<Contour> Closed(GerberLayer layer) =>
        OutlineChains.Of(layer.Objects.RemoveAll(item => item is not (Line or Arc)), ImmutableArray.CreateBuilder<GraphicObject>()).Closed;
}
