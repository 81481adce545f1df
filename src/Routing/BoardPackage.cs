using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>What a board's package holds besides <c>report.json</c>: the fab's files and pictures.</summary>
internal static class BoardPackage
{
    public static ImmutableArray<string> Names(PlacedBoard board) => [.. BoardFabricator.Names(board), FrontPreview(board), BackPreview(board)];

    /// <exception cref="ArgumentException">The package holds no file of that name.</exception>
    public static Artifact Make(PlacedBoard board, RoutedBoard routed, string name)
    {
        if (name == FrontPreview(board))
        {
            return new(name, Encoding.UTF8.GetBytes(BoardPreview.Front(board, routed)));
        }

        return name == BackPreview(board)
            ? new(name, Encoding.UTF8.GetBytes(BoardPreview.Back(board, routed)))
            : BoardFabricator.Make(board, routed, name);
    }

    private static string FrontPreview(PlacedBoard board) => board.Project.FileStem + ArtifactNaming.FrontPreview;

    private static string BackPreview(PlacedBoard board) => board.Project.FileStem + ArtifactNaming.BackPreview;
}
