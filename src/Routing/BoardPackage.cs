using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Firmware;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>What a board's package holds besides <c>report.json</c>: the fab's files, pictures, and the programmers' firmware.</summary>
internal static class BoardPackage
{
    public static ImmutableArray<string> Names(PlacedBoard board) =>
        [.. BoardFabricator.Names(board), FrontPreview(board), BackPreview(board), .. Firmware(board).Select(file => file.Name)];

    /// <summary>Firmware that could not be completed, <c>FIRMWARE_GENERATION_FAILED</c>; the board is sound all the same.</summary>
    public static ImmutableArray<Issue> Issues(PlacedBoard board) => FirmwareBuilder.Build(board).Issues;

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

        return BoardFabricator.Names(board).Contains(name)
            ? BoardFabricator.Make(board, routed, name)
            : Firmware(board).FirstOrDefault(file => file.Name == name)
                ?? throw new ArgumentException("The board's package holds no file of that name.", nameof(name));
    }

    private static ImmutableArray<Artifact> Firmware(PlacedBoard board) => FirmwareBuilder.Build(board).Artifacts;

    private static string FrontPreview(PlacedBoard board) => board.Project.FileStem + ArtifactNaming.FrontPreview;

    private static string BackPreview(PlacedBoard board) => board.Project.FileStem + ArtifactNaming.BackPreview;
}
