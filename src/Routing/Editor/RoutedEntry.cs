using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Editor;

/// <summary>What a quick route made of a board.</summary>
/// <param name="Finished">False where the budget was not enough: nothing is told of the copper.</param>
/// <param name="Front">The picture, SVG.</param>
public sealed record RoutedEntry(bool Finished, int Connected, int Total, string? Front, string? Back)
{
    public static RoutedEntry Of(PlacedBoard board, RoutedBoard routed) => new(
        true, board.Sockets.Length - routed.Unconnected.Length, board.Sockets.Length, BoardPreview.Front(board, routed), BoardPreview.Back(board, routed));
}
