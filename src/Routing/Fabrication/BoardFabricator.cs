using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Makes the files that a fab needs of a board. Each depends on the board and its routing alone, so they may be made in parallel.</summary>
internal static class BoardFabricator
{
    /// <summary>File names in package order.</summary>
    public static ImmutableArray<string> Names(PlacedBoard board) => [.. Recipes(board).Select(recipe => recipe.Name)];

    /// <summary>Graphic objects that the modules have for each file that is one of their layers.</summary>
    public static IReadOnlyDictionary<string, long> Objects(PlacedBoard board) => LayerFile.All.ToDictionary(
        file => board.Project.FileStem + file.Suffix,
        file => board.Modules.Sum(module => module.Package.Layers.TryGetValue(file.Layer, out var layer) ? (long)layer.Objects.Length : 0),
        StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The board has no file of that name.</exception>
    public static Artifact Make(PlacedBoard board, RoutedBoard routed, string name)
    {
        var recipe = Recipes(board).FirstOrDefault(recipe => recipe.Name == name)
            ?? throw new ArgumentException("The board's package holds no file of that name.", nameof(name));
        return new(name, recipe.Make(routed));
    }

    /// <summary>The copper, drills and outline as their files give them.</summary>
    public static FinalCopper Copper(PlacedBoard board, RoutedBoard routed) => new(
        BoardCopper.Of(board, routed).Front,
        BoardCopper.Of(board, routed).Back,
        BoardCopper.Of(board, routed).Plated,
        BoardDrills.NonPlated(board),
        LayerMerger.Merge(board, routed, ModuleLayer.EdgeCuts));

    /// <summary>The final board as its check takes it.</summary>
    public static VerificationInput Check(PlacedBoard board, RoutedBoard routed)
    {
        var copper = Copper(board, routed);
        return VerificationInput.Of(board, routed, copper.Front, copper.Back, copper.Outline, copper.Plated, copper.NonPlated);
    }

    /// <summary>The files beside copper, drills and edge as the house gets them, as far as it publishes limits for them.</summary>
    public static PrintedLayers Printed(PlacedBoard board, RoutedBoard routed) => new(
        LayerMerger.Merge(board, routed, ModuleLayer.FrontMask),
        LayerMerger.Merge(board, routed, ModuleLayer.BackMask),
        LayerMerger.Merge(board, routed, ModuleLayer.FrontSilkscreen),
        LayerMerger.Merge(board, routed, ModuleLayer.BackSilkscreen));

    private static IEnumerable<Recipe> Recipes(PlacedBoard board)
    {
        var stem = board.Project.FileStem;
        foreach (var file in LayerFile.All)
        {
            yield return new(stem + file.Suffix, routed => GerberWriter.Write(Layer(board, routed, file.Layer)));
        }

        var attributes = FileAttributes.Of(board.Project);
        yield return new(stem + ArtifactNaming.PlatedDrills, routed => ExcellonWriter.Write(BoardCopper.Of(board, routed).Plated, true, attributes));
        yield return new(stem + ArtifactNaming.NonPlatedDrills, _ => ExcellonWriter.Write(BoardDrills.NonPlated(board), false, attributes));
        yield return new(ArtifactNaming.Bom(stem), _ => AssemblyFiles.Bom(board));
        yield return new(ArtifactNaming.Cpl(stem), _ => AssemblyFiles.Cpl(board));
        yield return new(stem + ArtifactNaming.Job, _ => GerberJob.Write(board));
        yield return new(stem + ArtifactNaming.Netlist, routed => Netlist(board, routed));
    }

    private static GerberLayer Layer(PlacedBoard board, RoutedBoard routed, ModuleLayer layer) => layer switch
    {
        ModuleLayer.FrontCopper => BoardCopper.Of(board, routed).Front,
        ModuleLayer.BackCopper => BoardCopper.Of(board, routed).Back,
        _ => LayerMerger.Merge(board, routed, layer),
    };

    private static byte[] Netlist(PlacedBoard board, RoutedBoard routed)
    {
        var copper = Copper(board, routed);
        var frontMask = LayerMerger.Merge(board, routed, ModuleLayer.FrontMask);
        var backMask = LayerMerger.Merge(board, routed, ModuleLayer.BackMask);
        return IpcNetlist.Write(board, copper, NetlistPoints.Of(copper, frontMask, backMask));
    }

    private sealed record Recipe(string Name, Func<RoutedBoard, byte[]> Make);
}
