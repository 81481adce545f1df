using System.Runtime.CompilerServices;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Previews;

/// <summary>
/// Pictures of a board as it will look: green solder mask with copper shining through, gold pads, white legend, dark holes. Complete or
/// partly routed; sockets that could not be connected are ringed in red. Plain SVG 1.1 without script or outside references, a user unit
/// is a millimetre.
/// </summary>
internal static class BoardPreview
{
    // All but the routed copper is the same in every picture of a board, and a running job wants several a second.
    private static readonly ConditionalWeakTable<PlacedBoard, Views> Known = [];

    public static string Front(PlacedBoard board, RoutedBoard routed) => Front(board, routed, BoardCopper.Of(board, routed).Legend);

    /// <summary>
    /// As <see cref="Front(PlacedBoard, RoutedBoard)"/>, of copper that is still growing: what the carrier prints stands where it would without copper, so that it is placed once for all
    /// pictures of a board and no name leaps about in them. The few that a via is in the way of find their place in the last.
    /// </summary>
    public static string LiveFront(PlacedBoard board, RoutedBoard soFar) => Front(board, soFar, BoardCopper.Of(board, RoutedBoard.Empty).Legend);

    /// <summary>As seen from the back: mirrored left to right.</summary>
    public static string Back(PlacedBoard board, RoutedBoard routed) => Known.GetValue(board, Views.Of).Back.With(board, routed, []);

    private static string Front(PlacedBoard board, RoutedBoard routed, BoardLegend legend) => Known.GetValue(board, Views.Of).Front.With(board, routed, legend.Objects);

    private sealed class Views(PlacedBoard board)
    {
        private readonly Lazy<BoardView> _front = new(() => BoardView.Draw(board, CopperLayer.Front));
        private readonly Lazy<BoardView> _back = new(() => BoardView.Draw(board, CopperLayer.Back));

        public BoardView Front => _front.Value;

        public BoardView Back => _back.Value;

        public static Views Of(PlacedBoard board) => new(board);
    }
}
