using FsCheck;
using FsCheck.Fluent;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Properties that hold for every layer, checked on generated ones.</summary>
public class GerberPropertyTests
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_260_301, 7);

    private static Gen<Point> Points => from x in Gen.Choose(-100_000_000, 100_000_000) from y in Gen.Choose(-100_000_000, 100_000_000) select new Point(x, y);

    private static Gen<long> Sizes => Gen.Choose(1, 5_000_000).Select(size => (long)size);

    private static Gen<long> Holes => Gen.Elements(0L, 0L, 300_000L);

    private static Gen<double> Degrees => Gen.Elements(0, 10, 45, 89.999_999_999, 33.333_333_333, 0.1);

    private static Gen<AttributeSet> Attributes => Gen.Elements(
        AttributeSet.None,
        AttributeSet.Of(new GerberAttribute(".N", "GND")),
        AttributeSet.Of(new GerberAttribute(".C", "U1"), new GerberAttribute(".N", "Net-(U1-A,B)")),
        AttributeSet.Of(new GerberAttribute(".C", "Ω*%\\"), new GerberAttribute(".N"), new GerberAttribute(".P", "U1", "1", "")));

    private static Gen<AttributeSet> ApertureAttributes =>
        Gen.Elements(AttributeSet.None, AttributeSet.Of(new GerberAttribute(".AperFunction", "Conductor"), new GerberAttribute("Own", "1")));

    private static Gen<MacroPrimitive> Primitives => Gen.OneOf<MacroPrimitive>(
        from lit in Gen.Elements(true, false) from d in Sizes from c in Points select (MacroPrimitive)new MacroCircle(lit, d, c, 0),
        from lit in Gen.Elements(true, false) from w in Sizes from a in Points from b in Points from r in Degrees select (MacroPrimitive)new MacroVectorLine(lit, w, a, b, r),
        from w in Sizes from h in Sizes from c in Points from r in Degrees select (MacroPrimitive)new MacroCenterLine(true, w, h, c, r),
        from n in Gen.Choose(3, 12) from c in Points from d in Sizes from r in Degrees select (MacroPrimitive)new MacroPolygon(true, n, c, d, r),
        from c in Points from d in Sizes from n in Gen.Choose(0, 9) from r in Degrees select (MacroPrimitive)new MacroMoire(c, d, 5000, 4000, n, 3000, d, r),
        from c in Points from d in Sizes from r in Degrees select (MacroPrimitive)new MacroThermal(c, d, d / 2, d / 10, r),
        from lit in Gen.Elements(true, false) from a in Points from b in Points from c in Points from r in Degrees
        where a != b && b != c && c != a
        select (MacroPrimitive)new MacroOutline(lit, [a, b, c], r));

    private static Gen<Aperture> Pens => Gen.OneOf<Aperture>(
        from d in Sizes from a in ApertureAttributes select (Aperture)new CircleAperture(d, 0, a),
        from w in Sizes from h in Sizes from a in ApertureAttributes select (Aperture)new RectangleAperture(w, h, 0, a));

    private static Gen<Aperture> Marks => Gen.OneOf<Aperture>(
        Pens,
        from d in Sizes from h in Holes from a in ApertureAttributes select (Aperture)new CircleAperture(d, h, a),
        from w in Sizes from h in Sizes from o in Holes select (Aperture)new ObroundAperture(w, h, o, AttributeSet.None),
        from d in Sizes from n in Gen.Choose(3, 12) from r in Degrees from o in Holes select (Aperture)new PolygonAperture(d, n, r, o, AttributeSet.None),
        from p in Primitives.NonEmptyListOf() from a in ApertureAttributes select (Aperture)new MacroAperture("Any", new([.. p]), a));

    private static Gen<Contour> Contours =>
        from start in Points
        from ends in Points.ListOf(4)
        from centers in Points.ListOf(4)
        from kinds in Gen.Choose(0, 2).ListOf(4)
        select new Contour(start, new(
        [
            .. ends.Zip(centers, kinds).Select(s => s.Third == 0 ? new ContourSegment(s.First, null, false) : new ContourSegment(s.First, s.Second, s.Third == 1)),
            new(start, null, false),
        ]));

    private static Gen<GraphicObject> Objects => Gen.OneOf<GraphicObject>(
        from p in Points from m in Marks from l in Polarities from a in Attributes select (GraphicObject)new Flash(p, m, l, a),
        from p in Points from q in Points from m in Pens from l in Polarities from a in Attributes select (GraphicObject)new Line(p, q, m, l, a),
        from p in Points from m in Pens from a in Attributes select (GraphicObject)new Line(p, p, m, Polarity.Dark, a),
        from p in Points from q in Points from c in Points from w in Gen.Elements(true, false) from d in Sizes from a in Attributes
        where c != p
        select (GraphicObject)new Arc(p, q, c, w, new CircleAperture(d, 0, a), Polarity.Dark, a),
        from c in Contours.NonEmptyListOf() from l in Polarities from a in Attributes from t in ApertureAttributes
        where c.TrueForAllArcs()
        select (GraphicObject)new Region(new([.. c]), t.Items.Count == 0 ? null : new CircleAperture(0, 0, t), l, a));

    private static Gen<Polarity> Polarities => Gen.Elements(Polarity.Dark, Polarity.Clear);

    private static Arbitrary<GerberLayer> Layers => Objects.ListOf().Select(objects => new GerberLayer([], [.. objects])).ToArbitrary();

    [Fact]
    public void Reading_what_was_written_gives_the_same_layer() => Check.One(Settings, Prop.ForAll(Layers, layer =>
        GerberReader.Read(GerberWriter.Write(layer), "test").Objects.SequenceEqual(layer.Objects)));

    [Fact]
    public void Four_quarter_turns_are_the_identity() => Check.One(Settings, Prop.ForAll(Layers, layer =>
        Enumerable.Range(0, 4).Aggregate(layer, (turned, _) => GerberTransform.Apply(turned, new Placement(default, 90))).Objects.SequenceEqual(layer.Objects)));

    [Fact]
    public void Two_right_turns_are_one() => Check.One(Settings, Prop.ForAll(Layers, layer =>
        GerberTransform.Apply(GerberTransform.Apply(layer, new(new(7, 9), 90)), new(new(-3, 11), 180)).Objects
            .SequenceEqual(GerberTransform.Apply(layer, new(new(-10, 2), 270)).Objects)));

    [Fact]
    public void Moving_there_and_back_changes_nothing() => Check.One(Settings, Prop.ForAll(Layers, layer =>
        GerberTransform.Apply(GerberTransform.Apply(layer, new(new(12_345_678, -987), 0)), new(new(-12_345_678, 987), 0)).Objects.SequenceEqual(layer.Objects)));
}

file static class ContourChecks
{
    /// <summary>True where no arc has its centre on its start, which would be no arc.</summary>
    public static bool TrueForAllArcs(this IEnumerable<Contour> contours) => contours.All(contour =>
    {
        var at = contour.Start;
        return contour.Segments.All(segment =>
        {
            var (start, center) = (at, segment.Center);
            at = segment.To;
            return center != start;
        });
    });
}
