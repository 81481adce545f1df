using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Verification;

/// <summary>
/// Recognises in the final layers what routing added to them: by its exact geometry, not by where it stands in the file.
/// Everything else is the modules' own copper.
/// </summary>
internal sealed class RoutedCopper
{
    private readonly Dictionary<Stroke, string> _strokes = [];
    private readonly HashSet<(Point At, long Hole)> _vias = [];
    private readonly Dictionary<(CopperLayer Layer, Contour Contour), string> _pours = [];

    public RoutedCopper(RoutedBoard routed)
    {
        foreach (var track in routed.Tracks)
        {
            for (var i = 1; i < track.Points.Count; i++)
            {
                _strokes[Stroke.Of(track.Layer, track.Points[i - 1], track.Points[i], track.Width)] = track.Net;
            }
        }

        foreach (var pour in routed.Pours)
        {
            _pours[(pour.Layer, Contour.Of(pour.Outline.Items))] = pour.Net;
        }

        foreach (var via in routed.Vias)
        {
            _vias.Add((via.At, via.Hole));
            foreach (var layer in Enum.GetValues<CopperLayer>())
            {
                _strokes[Stroke.Of(layer, via.At, via.At, via.Diameter)] = via.Net;
            }
        }
    }

    /// <summary>True where routing drilled a hole of this diameter.</summary>
    public bool IsVia(Point at, long diameter) => _vias.Contains((at, diameter));

    /// <summary>The net for which routing made this object, null where it is a module's.</summary>
    public string? NetOf(GraphicObject drawn, CopperLayer layer)
    {
        if (StrokeOf(drawn, layer) is { } stroke)
        {
            return _strokes.GetValueOrDefault(stroke);
        }

        return _pours.Count > 0 && PourOf(drawn, layer) is { } pour ? _pours.GetValueOrDefault(pour) : null;
    }

    /// <summary>Strokes and pours that none of the final layers' objects is: copper that got lost on the way.</summary>
    public IEnumerable<(CopperLayer Layer, Point At, string Net)> Missing(GerberLayer front, GerberLayer back)
    {
        var missing = new Dictionary<Stroke, string>(_strokes);
        var unpoured = new Dictionary<(CopperLayer Layer, Contour Contour), string>(_pours);
        foreach (var (layer, objects) in new[] { (CopperLayer.Front, front.Objects), (CopperLayer.Back, back.Objects) })
        {
            foreach (var drawn in objects)
            {
                if (StrokeOf(drawn, layer) is { } stroke)
                {
                    missing.Remove(stroke);
                }
                else if (unpoured.Count > 0 && PourOf(drawn, layer) is { } pour)
                {
                    unpoured.Remove(pour);
                }
            }
        }

        return missing.Select(entry => (entry.Key.Layer, entry.Key.A, entry.Value))
            .Concat(unpoured.Select(entry => (entry.Key.Layer, entry.Key.Contour.Start, entry.Value)));
    }

    private static (CopperLayer Layer, Contour Contour)? PourOf(GraphicObject drawn, CopperLayer layer) =>
        drawn is Region { Polarity: Polarity.Dark, Contours.Count: 1 } region ? (layer, region.Contours[0]) : null;

    private static Stroke? StrokeOf(GraphicObject drawn, CopperLayer layer) => drawn switch
    {
        { Polarity: Polarity.Clear } => null,
        Line { Aperture: CircleAperture pen } line => Stroke.Of(layer, line.From, line.To, pen.Diameter),
        Flash { Aperture: CircleAperture { Hole: 0 } dot } flash => Stroke.Of(layer, flash.At, flash.At, dot.Diameter),
        _ => null,
    };

    /// <summary>A stroke without direction; a dot where both ends are the same.</summary>
    private readonly record struct Stroke(CopperLayer Layer, Point A, Point B, long Width)
    {
        public static Stroke Of(CopperLayer layer, Point from, Point to, long width) =>
            (from.X, from.Y).CompareTo((to.X, to.Y)) <= 0 ? new(layer, from, to, width) : new(layer, to, from, width);
    }
}
