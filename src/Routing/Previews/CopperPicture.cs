using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Previews;

/// <summary>
/// One face's routed copper alone, on transparent ground: what the predecessor's editor lays over its own drawing of the board. Both faces are seen from the
/// front, none is mirrored, and both have the same frame, so that they can be laid over each other. SVG 1.1; a user unit is a millimetre, y down.
/// </summary>
internal static class CopperPicture
{
    private const string FrontColour = "#e53e3e", BackColour = "#3182ce";

    public static string Of(PlacedBoard board, RoutedBoard routed, CopperLayer face)
    {
        var text = new StringBuilder(256 + 64 * routed.Tracks.Length);
        AppendFrame(text, board.Project.Board.Bounds);
        var colour = face == CopperLayer.Front ? FrontColour : BackColour;

        // The opacity of the group, not of its parts: where they overlap it stays one colour.
        text.Append("<g color=\"").Append(colour).Append("\" fill=\"").Append(colour)
            .Append("\" opacity=\".5\" stroke-linecap=\"round\" stroke-linejoin=\"round\">");
        AppendAreas(text, routed, face);
        AppendTracks(text, routed, face);
        return text.Append("</g></svg>\n").ToString();
    }

    /// <summary>
    /// The frame of the predecessor's plotting library: a twentieth of the longer side around the board, on a page of one inch a millimetre but 4 to 16
    /// inches a side, the board in the page's middle and as large as fits.
    /// </summary>
    private static void AppendFrame(StringBuilder text, Box board)
    {
        const long PointsAnInch = 72;
        var margin = Math.Max(board.Width, board.Height) / 20;
        var (pageWidth, pageHeight) = (Inches(board.Width), Inches(board.Height));
        var (width, height) = (board.Width + 2 * margin, board.Height + 2 * margin);
        var (frameWidth, frameHeight) = width * pageHeight >= height * pageWidth
            ? (width, (long)(width * pageHeight / pageWidth))
            : ((long)(height * pageWidth / pageHeight), height);
        text.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"").Append(PathText.Millimetres((long)(pageWidth * PointsAnInch * Units.Millimetre)))
            .Append("pt\" height=\"").Append(PathText.Millimetres((long)(pageHeight * PointsAnInch * Units.Millimetre)))
            .Append("pt\" viewBox=\"").Append(PathText.Millimetres(-frameWidth / 2)).Append(' ').Append(PathText.Millimetres(-frameHeight / 2))
            .Append(' ').Append(PathText.Millimetres(frameWidth)).Append(' ').Append(PathText.Millimetres(frameHeight)).Append("\">");
    }

    private static double Inches(long side) => Math.Clamp(Units.ToMillimetres(side), 4, 16);

    private static void AppendAreas(StringBuilder text, RoutedBoard routed, CopperLayer face)
    {
        var areas = new PathText();
        foreach (var pour in routed.Pours.Where(pour => pour.Layer == face))
        {
            areas.Fill(new Polygon(pour.Outline.Items));
        }

        foreach (var via in routed.Vias)
        {
            areas.Circle(via.At, via.Diameter / 2);
        }

        if (!areas.IsEmpty)
        {
            text.Append("<path d=\"").Append(areas).Append("\"/>");
        }
    }

    private static void AppendTracks(StringBuilder text, RoutedBoard routed, CopperLayer face)
    {
        var strokes = new SortedDictionary<long, PathText>();
        foreach (var track in routed.Tracks.Where(track => track.Layer == face))
        {
            LayerPaths.OfWidth(strokes, track.Width).Polyline(track.Points.AsSpan());
        }

        LayerPaths.AppendStrokes(text, strokes);
    }
}
