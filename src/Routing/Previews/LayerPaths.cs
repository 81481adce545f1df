using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Previews;

/// <summary>A layer as SVG elements in the current colour: one path for everything filled, and one for the strokes of each width.</summary>
internal static class LayerPaths
{
    /// <returns>Elements; empty for a layer without anything on it, or one that is too complex to be plotted.</returns>
    public static string Elements(GerberLayer layer)
    {
        var fills = new PathText();
        var strokes = new SortedDictionary<long, PathText>();
        foreach (var shape in Shapes(layer))
        {
            if (shape is Capsule stroke && stroke.A != stroke.B)
            {
                OfWidth(strokes, 2 * stroke.Radius).Stroke(stroke.A, stroke.B);
            }
            else
            {
                fills.Fill(shape);
            }
        }

        var text = new StringBuilder();
        if (!fills.IsEmpty)
        {
            text.Append("<path fill=\"currentColor\" d=\"").Append(fills).Append("\"/>");
        }

        AppendStrokes(text, strokes);
        return text.ToString();
    }

    /// <returns>Path data of all areas, strokes as outlines, for clipping; empty where there is none.</returns>
    public static string Areas(GerberLayer layer)
    {
        var fills = new PathText();
        foreach (var shape in Shapes(layer))
        {
            fills.Fill(shape);
        }

        return fills.ToString();
    }

    public static PathText OfWidth(SortedDictionary<long, PathText> strokes, long width)
    {
        if (!strokes.TryGetValue(width, out var path))
        {
            strokes.Add(width, path = new PathText());
        }

        return path;
    }

    public static void AppendStrokes(StringBuilder text, SortedDictionary<long, PathText> strokes)
    {
        foreach (var (width, path) in strokes)
        {
            text.Append("<path fill=\"none\" stroke=\"currentColor\" stroke-width=\"").Append(PathText.Millimetres(width))
                .Append("\" d=\"").Append(path).Append("\"/>");
        }
    }

    /// <summary>A picture must not fail for a layer that is a bomb: such a layer is left out, and the check of the copper reports it.</summary>
    public static IEnumerable<Shape> Shapes(GerberLayer layer)
    {
        try
        {
            return LayerPlot.Copper(layer).Select(plotted => plotted.Shape);
        }
        catch (PlotLimitException)
        {
            return [];
        }
    }
}
