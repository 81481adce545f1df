using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Diagnostics;

/// <summary>
/// A picture of copper at work (SVG, a user unit is a millimetre): the board, its modules' zones and sockets, tracks in front red and at the back blue, vias
/// dark. It holds numbers only, no name of a project.
/// </summary>
public static class TraceFrame
{
    /// <param name="copper">What is routed, side by side.</param>
    public static string Svg(PlacedBoard board, IEnumerable<RoutedBoard> copper)
    {
        var bounds = board.Project.Board.Bounds;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{Mm(bounds.Left)} {Mm(-bounds.Top)} {Mm(bounds.Width)} {Mm(bounds.Height)}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Mm(bounds.Left)}\" y=\"{Mm(-bounds.Top)}\" width=\"{Mm(bounds.Width)}\" height=\"{Mm(bounds.Height)}\" fill=\"#fcfcf7\"/>");
        svg.Append("<g fill=\"#e3e3da\" stroke=\"#b5b5a8\" stroke-width=\"0.1\">");
        foreach (var zone in board.Zones)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<polygon points=\"{Points(zone.Corners)}\"/>");
        }

        svg.Append("</g><g fill=\"#888\">");
        foreach (var socket in board.Sockets)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Mm(socket.At.X)}\" cy=\"{Mm(-socket.At.Y)}\" r=\"0.25\"/>");
        }

        svg.Append("</g><g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\" stroke-opacity=\"0.75\">");
        var all = copper.ToList();
        foreach (var track in all.SelectMany(routed => routed.Tracks).OrderByDescending(track => track.Layer))
        {
            var color = track.Layer == CopperLayer.Front ? "#c22" : "#24c";
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{Points(track.Points)}\" stroke=\"{color}\" stroke-width=\"{Mm(track.Width)}\"/>");
        }

        svg.Append("</g><g fill=\"#222\">");
        foreach (var via in all.SelectMany(routed => routed.Vias))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Mm(via.At.X)}\" cy=\"{Mm(-via.At.Y)}\" r=\"{Mm(via.Diameter / 2)}\"/>");
        }

        return svg.Append("</g></svg>").ToString();
    }

    private static string Points(IEnumerable<Point> points) =>
        string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{Mm(p.X)},{Mm(-p.Y)}")));

    private static string Mm(long nanometres) => (nanometres / 1e6).ToString("0.####", CultureInfo.InvariantCulture);
}
