using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Firmware;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>What a board's package holds besides <c>report.json</c>: the fab's files, pictures, and the programmers' firmware.</summary>
internal static class BoardPackage
{
    public static ImmutableArray<string> Names(PlacedBoard board) =>
        [.. BoardFabricator.Names(board), FrontPreview(board), BackPreview(board), .. Firmware(board).Select(file => file.Name)];

    /// <exception cref="ArgumentException">The package holds no file of that name.</exception>
    public static Artifact Make(PlacedBoard board, RoutedBoard routed, string name)
    {
        if (name == FrontPreview(board))
        {
            return new(name, Encoding.UTF8.GetBytes(BoardPreview.Front(board, routed)));
        }

        return name == BackPreview(board)
            ? new(name, Encoding.UTF8.GetBytes(BoardPreview.Back(board, routed)))
            : Firmware(board).FirstOrDefault(file => file.Name == name) ?? BoardFabricator.Make(board, routed, name);
    }

    private static ImmutableArray<Artifact> Firmware(PlacedBoard board) => FirmwareBuilder.Build(board).Artifacts;

    private static string FrontPreview(PlacedBoard board) => board.Project.FileStem + ArtifactNaming.FrontPreview;

    private static string BackPreview(PlacedBoard board) => board.Project.FileStem + ArtifactNaming.BackPreview;
}
