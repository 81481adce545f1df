using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>Drill files in Gerber form (specification 6.2): a round flash is a hole, a round stroke or an obround flash a slot.</summary>
internal static class GerberDrills
{
    /// <param name="plated">What the file's function says.</param>
    /// <param name="fileName">Names the file in errors.</param>
    /// <exception cref="GerberException"><c>EXCELLON_INVALID</c>: an object that no drill or routing tool makes.</exception>
    public static DrillReading Read(GerberLayer layer, bool? plated, string fileName)
    {
        var hits = new List<MadeHit>();
        foreach (var item in layer.Objects)
        {
            hits.AddRange(HitsOf(item, fileName).Select(hit => new MadeHit(hit, new(hit.Diameter, hit.Function, plated))));
        }

        return DrillReading.Of(hits, plated);
    }

    private static IEnumerable<DrillHit> HitsOf(GraphicObject item, string fileName)
    {
        switch (item)
        {
            case { Polarity: Polarity.Clear }:
                break;
            case Flash { Aperture: CircleAperture circle } flash:
                return [new DrillHole(flash.At, circle.Diameter, FunctionOf(circle))];
            case Flash { Aperture: ObroundAperture obround } flash:
                return [Slot(flash.At, obround)];
            case Line { Aperture: CircleAperture circle } line:
                return [new DrillSlot(line.From, line.To, circle.Diameter, FunctionOf(circle))];
            case Arc { Aperture: CircleAperture circle } arc:
                ImmutableArray<Point> points = [arc.From, .. ArcGeometry.Chords(arc.From, arc.To, arc.Center, arc.Clockwise)];
                return points.Zip(points.Skip(1), DrillHit (from, to) => new DrillSlot(from, to, circle.Diameter, FunctionOf(circle)));
            default:
                break;
        }

        throw new SourcePosition("EXCELLON_INVALID", fileName).Error("a drill file in Gerber form holds more than round holes and slots: export the drills as Excellon");
    }

    private static DrillSlot Slot(Point at, ObroundAperture obround)
    {
        var half = new Point(Math.Max(0, obround.Width - obround.Height) / 2, Math.Max(0, obround.Height - obround.Width) / 2);
        return new(at - half, at + half, Math.Min(obround.Width, obround.Height), FunctionOf(obround));
    }

    private static string? FunctionOf(Aperture aperture) => aperture.Attributes.Value(".AperFunction") is { Length: > 0 } function ? function : null;
}
