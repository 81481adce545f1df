using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Firmware;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>What a board's package holds besides <c>report.json</c>: the fab's files, pictures, how to order, and the programmers' firmware.</summary>
internal static class BoardPackage
{
    public static ImmutableArray<string> Names(PlacedBoard board) =>
        [.. BoardFabricator.Names(board), FrontPreview(board), BackPreview(board), ArtifactNaming.OrderGuide, ArtifactNaming.ElectricalPage, .. Firmware(board).Select(file => file.Name)];

    /// <summary>Firmware that could not be completed, parts that are ordered or turned otherwise than their module says; the board is sound all the same.</summary>
    public static ImmutableArray<Issue> Issues(PlacedBoard board) =>
        [.. FirmwareBuilder.Build(board).Issues, .. PartKind.Substitutions(board), .. PartRotations.Issues(board)];

    /// <summary>Layers and drills without what only viewers and people read.</summary>
    public static Artifact Gerbers(PlacedBoard board, IEnumerable<Artifact> artifacts)
    {
        var stem = board.Project.FileStem;
        var taken = LayerFile.All.Where(file => file.IsForFab).Select(file => stem + file.Suffix)
            .Append(stem + ArtifactNaming.PlatedDrills).Append(stem + ArtifactNaming.NonPlatedDrills).ToHashSet(StringComparer.Ordinal);
        return new(ArtifactNaming.Gerbers(stem), PackageWriter.Write(artifacts.Where(artifact => taken.Contains(artifact.Name))));
    }

    /// <exception cref="ArgumentException">The package holds no file of that name.</exception>
    public static Artifact Make(PlacedBoard board, RoutedBoard routed, string name)
    {
        if (name == FrontPreview(board))
        {
            return new(name, Encoding.UTF8.GetBytes(BoardPreview.Front(board, routed)));
        }

        if (name == BackPreview(board))
        {
            return new(name, Encoding.UTF8.GetBytes(BoardPreview.Back(board, routed)));
        }

        if (name == ArtifactNaming.OrderGuide)
        {
            return new(name, OrderGuide.Write(board, [.. Firmware(board).Select(file => file.Name)], [.. board.Issues, .. Issues(board), .. CopperWarnings.Of(board, routed)]));
        }

        if (name == ArtifactNaming.ElectricalPage)
        {
            return new(name, ElectricalPage.Write(board, routed));
        }

        return BoardFabricator.Names(board).Contains(name)
            ? BoardFabricator.Make(board, routed, name)
            : Firmware(board).FirstOrDefault(file => file.Name == name)
                ?? throw new ArgumentException("The board's package holds no file of that name.", nameof(name));
    }

    private static ImmutableArray<Artifact> Firmware(PlacedBoard board) => FirmwareBuilder.Build(board).Artifacts;

    private static string FrontPreview(PlacedBoard board) => board.Project.FileStem + ArtifactNaming.FrontPreview;

    private static string BackPreview(PlacedBoard board) => board.Project.FileStem + ArtifactNaming.BackPreview;
}
