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

    public RoutedCopper(RoutedBoard routed)
    {
        foreach (var track in routed.Tracks)
        {
            for (var i = 1; i < track.Points.Count; i++)
            {
                _strokes[Stroke.Of(track.Layer, track.Points[i - 1], track.Points[i], track.Width)] = track.Net;
            }
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
    public string? NetOf(GraphicObject drawn, CopperLayer layer) =>
        StrokeOf(drawn, layer) is { } stroke ? _strokes.GetValueOrDefault(stroke) : null;

    /// <summary>Strokes that none of the final layers' objects is: copper that got lost on the way.</summary>
    public IEnumerable<(CopperLayer Layer, Point At, string Net)> Missing(GerberLayer front, GerberLayer back)
    {
        var missing = new Dictionary<Stroke, string>(_strokes);
        foreach (var (layer, objects) in new[] { (CopperLayer.Front, front.Objects), (CopperLayer.Back, back.Objects) })
        {
            foreach (var drawn in objects)
            {
                if (StrokeOf(drawn, layer) is { } stroke)
                {
                    missing.Remove(stroke);
                }
            }
        }

        return missing.Select(entry => (entry.Key.Layer, entry.Key.A, entry.Value));
    }

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
