using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Previews;

/// <summary>One side of a board, drawn but for the routed copper and what the carrier prints beside it, which go between the two parts.</summary>
/// <param name="Under">The board and the modules' copper.</param>
/// <param name="Over">Legend of the modules and of the project's drawing, pads, holes and the modules' names.</param>
internal sealed record BoardView(CopperLayer Side, string Under, string Over)
{
    /// <summary>Colour of copper under the solder mask, and of the legend.</summary>
    public const string Covered = "#1b7d4b", Legend = "#f3f4ee";

    private const string Mask = "#0d5c37", MaskEdge = "#08402a", Poured = "#23915a", Routed = "#35ab69", Failed = "#ff3b30";
    private const long Margin = Units.Millimetre;

    public static BoardView Draw(PlacedBoard board, CopperLayer side)
    {
        var modules = new ModuleUses(board, side);
        return new(side, DrawUnder(board, side, modules), DrawOver(board, side, modules));
    }

    /// <summary>The finished picture.</summary>
    /// <param name="printed">What the carrier prints on its front.</param>
    public string With(PlacedBoard board, RoutedBoard routed, ImmutableArray<GraphicObject> printed)
    {
        var text = new StringBuilder(Under.Length + Over.Length + 64 * routed.Tracks.Length + 256);
        text.Append(Under);
        AppendPours(text, routed);
        AppendTracks(text, routed);
        AppendVias(text, routed);
        AppendPrinted(text, printed);
        text.Append(Over);
        AppendFailures(text, board, routed);
        return text.Append("</g></svg>\n").ToString();
    }

    private static string DrawUnder(PlacedBoard board, CopperLayer side, ModuleUses modules)
    {
        var contour = BoardContour.Of(board);
        var text = new StringBuilder(64 * 1024);
        text.AppendStart(contour.Bounds.Inflate(Margin), side, board.Project.Name + (side == CopperLayer.Front ? ", front" : ", back")).Append("<defs>");
        modules.AppendDefinitions(text);
        text.Append("</defs>").AppendGroup(side);
        AppendMask(text, contour.Loops);
        text.Append("<g color=\"").Append(Covered).Append("\">");
        modules.AppendUses(text, ModuleUses.Copper);
        return text.Append("</g>").ToString();
    }

    /// <summary>The board itself, green with its mask.</summary>
    public static void AppendMask(StringBuilder text, ImmutableArray<Contour> loops) => text.Append("<path fill=\"").Append(Mask).Append("\" fill-rule=\"evenodd\" stroke=\"").Append(MaskEdge)
        .Append("\" stroke-width=\".15\" d=\"").Append(ContourPath.Of(loops)).Append("\"/>");

    private static string DrawOver(PlacedBoard board, CopperLayer side, ModuleUses modules)
    {
        var text = new StringBuilder(16 * 1024);
        text.Append("<g color=\"").Append(Legend).Append("\">");
        modules.AppendUses(text, ModuleUses.Legend);
        if (side == CopperLayer.Front)
        {
            text.Append(LayerPaths.Elements(new([], SvgSilkscreen.Read(board.Project.GraphicsSvg, board.Project.Board).Objects)));
        }

        text.Append("</g>");
        modules.AppendUses(text, ModuleUses.Pads);
        AppendMountingHoles(text, board);
        AppendNames(text, board);
        return text.ToString();
    }

    private static void AppendMountingHoles(StringBuilder text, PlacedBoard board)
    {
        if (board.MountingHoles.IsEmpty)
        {
            return;
        }

        var holes = new PathText();
        foreach (var hole in board.MountingHoles)
        {
            holes.Circle(hole.At, hole.Diameter / 2);
        }

        text.Append("<path fill=\"").Append(ModuleUses.Hole).Append("\" d=\"").Append(holes).Append("\"/>");
    }

    /// <summary>Every module's keep-out zone as an unseen area that tells its name to the pointer.</summary>
    private static void AppendNames(StringBuilder text, PlacedBoard board)
    {
        text.Append("<g fill-opacity=\"0\">");
        foreach (var zone in board.Zones)
        {
            var path = new PathText();
            path.Fill(new Polygon(zone.Corners.Items));
            var key = board.Modules[zone.Module].Instance.Key;
            text.Append("<path d=\"").Append(path).Append("\"><title>").Append(XmlText.Escape($"{key.Name} {key.Version}")).Append("</title></path>");
        }

        text.Append("</g>");
    }

    private void AppendPours(StringBuilder text, RoutedBoard routed)
    {
        var areas = new PathText();
        foreach (var pour in routed.Pours)
        {
            if (pour.Layer == Side)
            {
                areas.Fill(new Polygon(pour.Outline.Items));
            }
        }

        if (!areas.IsEmpty)
        {
            text.Append("<path fill=\"").Append(Poured).Append("\" d=\"").Append(areas).Append("\"/>");
        }
    }

    private void AppendTracks(StringBuilder text, RoutedBoard routed)
    {
        var strokes = new SortedDictionary<long, PathText>();
        foreach (var track in routed.Tracks)
        {
            if (track.Layer == Side)
            {
                LayerPaths.OfWidth(strokes, track.Width).Polyline(track.Points.AsSpan());
            }
        }

        text.Append("<g color=\"").Append(Routed).Append("\">");
        LayerPaths.AppendStrokes(text, strokes);
        text.Append("</g>");
    }

    private static void AppendVias(StringBuilder text, RoutedBoard routed)
    {
        PathText pads = new(), holes = new();
        foreach (var via in routed.Vias)
        {
            pads.Circle(via.At, via.Diameter / 2);
            holes.Circle(via.At, via.Hole / 2);
        }

        text.Append("<path fill=\"").Append(Routed).Append("\" d=\"").Append(pads).Append("\"/><path fill=\"").Append(ModuleUses.TentedHole)
            .Append("\" d=\"").Append(holes).Append("\"/>");
    }

    private void AppendPrinted(StringBuilder text, ImmutableArray<GraphicObject> printed)
    {
        if (Side == CopperLayer.Front && !printed.IsEmpty)
        {
            text.Append("<g color=\"").Append(Legend).Append("\">").Append(LayerPaths.Elements(new([], printed))).Append("</g>");
        }
    }

    private static void AppendFailures(StringBuilder text, PlacedBoard board, RoutedBoard routed)
    {
        if (routed.Unconnected.IsEmpty)
        {
            return;
        }

        text.Append("<g fill=\"").Append(Failed).Append("\" fill-opacity=\".25\" stroke=\"").Append(Failed).Append("\" stroke-width=\".25\">");
        foreach (var socket in board.Sockets.Where(socket => routed.Unconnected.Contains(socket.Id)))
        {
            text.Append("<circle cx=\"").Append(PathText.Millimetres(socket.At.X)).Append("\" cy=\"").Append(PathText.Millimetres(-socket.At.Y))
                .Append("\" r=\".8\"><title>").Append(XmlText.Escape($"{socket.Net}: not connected")).Append("</title></circle>");
        }

        text.Append("</g>");
    }
}
