using System.Collections.Immutable;
using System.Diagnostics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Tests.Plotting;

public class LayerPlotTests
{
    private static readonly AttributeSet None = AttributeSet.None;

    [Fact]
    public void A_circle_flash_is_a_disc_with_the_objects_attributes()
    {
        var net = AttributeSet.Of(new GerberAttribute(".N", "GND"), new GerberAttribute(".P", "U1", "3"));
        var via = new CircleAperture(400, 0, AttributeSet.Of(new GerberAttribute(".AperFunction", "ViaPad")));
        var plotted = Assert.Single(LayerPlot.Plot(Layer(new Flash(new(10, 20), via, Polarity.Dark, net))));
        Assert.Equal(new Capsule(new(10, 20), new(10, 20), 200), plotted.Shape);
        Assert.Equal(("GND", "U1", "ViaPad", 0), (plotted.Net, plotted.Component, plotted.Function, plotted.ObjectIndex));
    }

    [Fact]
    public void An_obround_is_a_capsule_along_its_longer_side()
    {
        Assert.Equal(new Capsule(new(-300, 0), new(300, 0), 200), One(new ObroundAperture(1000, 400, 0, None)));
        Assert.Equal(new Capsule(new(0, -300), new(0, 300), 200), One(new ObroundAperture(400, 1000, 0, None)));
    }

    [Fact]
    public void A_rectangle_keeps_its_exact_corners() =>
        Assert.Equal([new(-500, -200), new(500, -200), new(500, 201), new(-500, 201)], Polygon(One(new RectangleAperture(1000, 401, 0, None))).Outline.AsEnumerable());

    [Theory]
    [InlineData("C")]
    [InlineData("R")]
    [InlineData("O")]
    [InlineData("P")]
    public void A_hole_of_any_standard_aperture_is_open(string kind)
    {
        const long size = 1_000_000, hole = 400_000;
        var shape = One(kind switch
        {
            "C" => new CircleAperture(size, hole, None),
            "R" => new RectangleAperture(size, size, hole, None),
            "O" => new ObroundAperture(size, size * 2, hole, None),
            _ => new PolygonAperture(size, 6, 0, hole, None),
        });
        Assert.False(Shapes.Contains(shape, default));
        Assert.False(Shapes.Contains(shape, new(hole / 2 - 1000, 0)));
        Assert.True(Shapes.Contains(shape, new(hole / 2 + 1, 0)));
        Assert.InRange(Shapes.DistanceToPoint(shape, default), hole / 2 - 1000, hole / 2);
    }

    [Fact]
    public void A_hole_wider_than_its_aperture_leaves_what_sticks_out()
    {
        var shapes = Flashed(new RectangleAperture(2_000_000, 600_000, 1_000_000, None));
        Assert.Equal(2, shapes.Length);
        Assert.All(shapes, shape => Assert.False(Shapes.Contains(shape, new(0, 299_000))));
        Assert.Contains(shapes, shape => Shapes.Contains(shape, new(900_000, 0)));
    }

    [Fact]
    public void Curves_of_areas_deviate_less_than_a_micrometre()
    {
        foreach (var radius in new[] { 50_000L, 1_000_000, 30_000_000, 250_000_000 })
        {
            var points = new List<Point>();
            Arcs.AppendChords(points, new(radius, 0), new(-radius, 0), default, clockwise: false);
            points.Insert(0, new(radius, 0));
            for (var i = 1; i < points.Count; i++)
            {
                Assert.True(Segments.PointToSegment(default, points[i - 1], points[i]) > radius - 1000);
                Assert.InRange(points[i].DistanceTo(default), radius - 1, radius + 1);
                Assert.Equal(1, Segments.Orientation(default, points[i - 1], points[i]));
            }
        }
    }

    [Fact]
    public void An_arc_with_equal_ends_is_a_full_circle_and_a_quarter_stays_a_quarter()
    {
        var pen = new CircleAperture(100_000, 0, None);
        var circle = LayerPlot.Plot(Layer(new Arc(new(1_000_000, 0), new(1_000_000, 0), default, false, pen, Polarity.Dark, None)));
        var quarter = LayerPlot.Plot(Layer(new Arc(new(1_000_000, 0), new(0, -1_000_000), default, true, pen, Polarity.Dark, None)));
        foreach (var at in new Point[] { new(1_000_000, 0), new(0, 1_000_000), new(-1_000_000, 0), new(0, -1_000_000) })
        {
            Assert.Contains(circle, plotted => Shapes.Contains(plotted.Shape, at));
            Assert.Equal(at.X > 0 || at.Y < 0, quarter.Any(plotted => Shapes.Contains(plotted.Shape, at)));
        }

        Assert.DoesNotContain(circle, plotted => Shapes.Contains(plotted.Shape, default));
    }

    [Fact]
    public void A_draw_with_a_rectangle_sweeps_its_hull()
    {
        var brush = new RectangleAperture(200, 100, 0, None);
        var swept = Polygon(LayerPlot.Plot(Layer(new Line(new(0, 0), new(1000, 1000), brush, Polarity.Dark, None)))[0].Shape);
        Assert.Equal(
            new Point[] { new(-100, -50), new(100, -50), new(1100, 950), new(1100, 1050), new(900, 1050), new(-100, 50) },
            swept.Outline.AsEnumerable());
        var still = Polygon(LayerPlot.Plot(Layer(new Line(new(0, 0), new(0, 0), brush, Polarity.Dark, None)))[0].Shape);
        Assert.Equal(4, still.Outline.Length);
    }

    [Fact]
    public void A_region_fills_each_contour_and_its_arcs()
    {
        var square = Contour(new(0, 0), new(1000, 0), new(1000, 1000), new(0, 1000), new(0, 0));
        var half = new Contour(new(5000, 0), new([new ContourSegment(new(3000, 0), new(4000, 0), false), new ContourSegment(new(5000, 0), null, false)]));
        var plotted = LayerPlot.Plot(Layer(new Region(new([square, half]), null, Polarity.Dark, None)));
        Assert.Equal(2, plotted.Length);
        Assert.Equal(4, Polygon(plotted[0].Shape).Outline.Length);
        Assert.True(Shapes.Contains(plotted[1].Shape, new(4000, 90)));
        Assert.False(Shapes.Contains(plotted[1].Shape, new(4000, -1)));
    }

    [Fact]
    public void A_macro_turns_every_primitive_about_its_origin()
    {
        var shapes = Flashed(Macro(
            new MacroCircle(true, 200, new(1000, 0), 90),
            new MacroVectorLine(true, 100, new(0, 0), new(1000, 0), 180),
            new MacroCenterLine(true, 400, 100, new(1000, 0), 90),
            new MacroOutline(true, new([new(0, 0), new(10, 0), new(0, 10)]), 270),
            new MacroPolygon(true, 4, new(1000, 0), 200, 90)));
        Assert.Equal(new Capsule(new(0, 1000), new(0, 1000), 100), shapes[0]);
        Assert.Equal(new Box(-1000, -50, 0, 50), shapes[1].Bounds);
        Assert.Equal(new Box(-50, 800, 50, 1200), shapes[2].Bounds);
        Assert.Equal(new Box(0, -10, 10, 0), shapes[3].Bounds);
        Assert.Equal(new Box(-100, 900, 100, 1100), shapes[4].Bounds);
    }

    [Fact]
    public void A_rounded_rectangle_of_a_macro_is_strokes_around_an_outline()
    {
        Point[] corners = [new(-500, -200), new(500, -200), new(500, 200), new(-500, 200)];
        MacroPrimitive[] rounded =
        [
            new MacroOutline(true, new([.. corners]), 90),
            .. corners.Select(corner => new MacroCircle(true, 100, new(-corner.Y, corner.X), 0)),
            .. corners.Select((corner, i) => new MacroVectorLine(true, 100, corner, corners[(i + 1) % 4], 90)),
        ];
        var shapes = Flashed(Macro(rounded));
        Assert.Equal(5, shapes.Length);
        Assert.Contains(new Capsule(new(200, -500), new(200, 500), 50), shapes);
        var parts = Flashed(Macro(rounded[..5])).AddRange(Flashed(Macro(rounded[5..])));
        for (var x = -260; x <= 260; x += 5)
        {
            for (var y = -560; y <= 560; y += 5)
            {
                Assert.Equal(parts.Any(part => Shapes.Contains(part, new(x, y))), shapes.Any(shape => Shapes.Contains(shape, new(x, y))));
            }
        }

        Assert.Equal(9, Flashed(Macro([.. rounded[..5], .. rounded[5..].Cast<MacroVectorLine>().Select(line => line with { Width = 98 })])).Length);
    }

    [Fact]
    public void A_thermal_has_a_ring_of_four_sectors_and_open_gaps()
    {
        var shapes = Flashed(Macro(new MacroThermal(default, 2_000_000, 1_200_000, 300_000, 0)));
        Assert.Equal(4, shapes.Length);
        Assert.All(shapes, shape => Assert.False(Shapes.Contains(shape, new(800_000, 149_000)) || Shapes.Contains(shape, default)));
        Assert.Single(shapes, shape => Shapes.Contains(shape, new(600_000, 600_000)));
        Assert.Equal(300_000, Shapes.Distance(shapes[0], shapes[1]), 1.0);
        Assert.Empty(Flashed(Macro(new MacroThermal(default, 2_000_000, 1_200_000, 1_500_000, 0))));
        Assert.All(Flashed(Macro(new MacroThermal(default, 2_000_000, 400_000, 300_000, 45))), shape => Assert.False(Shapes.Contains(shape, new(600_000, 600_000))));
    }

    [Fact]
    public void A_moire_has_rings_and_a_crosshair()
    {
        var shapes = Flashed(Macro(new MacroMoire(default, 2_000_000, 100_000, 200_000, 2, 50_000, 2_400_000, 0)));
        Assert.Equal(4, shapes.Length);
        bool Dark(long x, long y) => shapes.Any(shape => Shapes.Contains(shape, new(x, y)));
        Assert.True(Dark(950_000, 100_000) && Dark(650_000, 100_000) && Dark(1_150_000, 0) && Dark(0, -1_150_000));
        Assert.False(Dark(800_000, 100_000) || Dark(300_000, 300_000));
    }

    [Fact]
    public void An_unexposed_primitive_clears_within_its_macro_only()
    {
        var ring = Macro(new MacroCircle(true, 1_000_000, default, 0), new MacroCircle(false, 600_000, default, 0), new MacroCircle(true, 200_000, default, 0));
        var plate = new RectangleAperture(4_000_000, 4_000_000, 0, None);
        var alone = LayerPlot.Copper(Layer(Flash(default, ring)));
        Assert.Equal(
            [(0, true), (200_000, false), (400_000, true)],
            new[] { 0, 200_000, 400_000 }.Select(x => (x, alone.Any(plotted => Shapes.Contains(plotted.Shape, new(x, 0))))));
        var over = LayerPlot.Copper(Layer(Flash(default, plate), Flash(default, ring)));
        Assert.Contains(over, plotted => Shapes.Contains(plotted.Shape, new(200_000, 0)));
    }

    [Fact]
    public void Clear_objects_remove_what_was_drawn_before_them()
    {
        var plate = new RectangleAperture(2_000_000, 2_000_000, 0, None);
        var cut = new RectangleAperture(400_000, 3_000_000, 0, None);
        var copper = LayerPlot.Copper(Layer(
            Flash(default, plate),
            Flash(default, cut, Polarity.Clear),
            Flash(new(5_000_000, 0), plate),
            new Line(new(-500_000, 0), new(500_000, 0), new CircleAperture(100_000, 0, None), Polarity.Dark, None)));
        Assert.Equal([0, 0, 2, 3], copper.Select(plotted => plotted.ObjectIndex));
        Assert.Equal(400_000, Shapes.Distance(copper[0].Shape, copper[1].Shape));
        Assert.IsType<Capsule>(copper[3].Shape);
        Assert.All(copper, plotted => Assert.Equal(Polarity.Dark, plotted.Polarity));
    }

    [Fact]
    public void A_clear_antipad_makes_a_hole_through_a_seamed_region()
    {
        var region = Contour(
            new(0, 0), new(1_000_000, 0), new(1_000_000, 1_000_000), new(0, 1_000_000), new(0, 200_000), new(200_000, 200_000), new(200_000, 400_000),
            new(400_000, 400_000), new(400_000, 200_000), new(200_000, 200_000), new(0, 200_000), new(0, 0));
        var copper = LayerPlot.Copper(Layer(
            new Region(new([region]), null, Polarity.Dark, None), Flash(new(700_000, 700_000), new CircleAperture(200_000, 0, None), Polarity.Clear)));
        var shape = Assert.Single(copper).Shape;
        Assert.False(Shapes.Contains(shape, new(300_000, 300_000)));
        Assert.False(Shapes.Contains(shape, new(700_000, 700_000)));
        Assert.True(Shapes.Contains(shape, new(500_000, 500_000)));
        Assert.InRange(Shapes.DistanceToPoint(shape, new(700_000, 700_000)), 99_000, 100_000);
    }

    [Fact]
    public void A_blocks_objects_move_with_its_flash_and_toggle_when_flashed_clear()
    {
        var dot = new CircleAperture(200, 0, None);
        var inner = new BlockAperture(new([Flash(new(10, 0), dot), Flash(new(20, 0), dot, Polarity.Clear)]), None);
        var outer = new BlockAperture(new([Flash(new(100, 0), inner, Polarity.Clear)]), None);
        Assert.Equal(
            [(new Point(1010, 0), Polarity.Dark), (new Point(1020, 0), Polarity.Clear)],
            LayerPlot.Plot(Layer(Flash(new(1000, 0), inner))).Select(plotted => (plotted.Shape.Bounds.Center, plotted.Polarity)));
        Assert.Equal(
            [(new Point(1110, 0), Polarity.Clear), (new Point(1120, 0), Polarity.Dark)],
            LayerPlot.Plot(Layer(Flash(new(1000, 0), outer))).Select(plotted => (plotted.Shape.Bounds.Center, plotted.Polarity)));
    }

    [Fact]
    public void Nothing_is_left_by_apertures_and_contours_without_extent()
    {
        var contour = Contour(new(0, 0), new(1000, 0), new(500, 0), new(0, 0));
        Assert.Empty(LayerPlot.Plot(Layer(
            Flash(default, new CircleAperture(0, 0, None)),
            Flash(default, new RectangleAperture(0, 100, 0, None)),
            Flash(default, new ObroundAperture(100, 0, 0, None)),
            Flash(default, Macro(new MacroVectorLine(true, 100, new(5, 5), new(5, 5), 0))),
            new Line(default, new(5, 5), new RectangleAperture(0, 0, 0, None), Polarity.Dark, None),
            new Region(new([contour]), null, Polarity.Dark, None))));
    }

    [Fact]
    public void Ten_thousand_changes_of_polarity_take_away_each_what_is_beneath_it()
    {
        var pad = new RectangleAperture(200_000, 200_000, 0, None);
        var slit = new RectangleAperture(50_000, 300_000, 0, None);
        var plane = Flash(default, new RectangleAperture(400_000_000, 400_000_000, 0, None));
        var alternating = Enumerable.Range(0, 10_000)
            .Select(i => (GraphicObject)Flash(new(i / 2 % 100 * 1_000_000, i / 2 / 100 * 1_000_000), i % 2 == 0 ? pad : slit, (Polarity)(i % 2)));

        var copper = LayerPlot.Copper(Layer([.. alternating]));
        Assert.Equal(10_000, copper.Length);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => i / 2 * 2), copper.Select(plotted => plotted.ObjectIndex));
        Assert.All(copper, plotted => Assert.Equal((75_000L, 200_000L), (plotted.Shape.Bounds.Width, plotted.Shape.Bounds.Height)));

        var cut = LayerPlot.Copper(Layer(plane, Flash(new(5_000_000, 5_000_000), pad, Polarity.Clear), Flash(new(5_000_000, 5_000_000), slit)));
        Assert.False(Shapes.Contains(cut[0].Shape, new(5_090_000, 5_000_000)));
        Assert.True(Shapes.Contains(cut[0].Shape, new(5_110_000, 5_000_000)));
        Assert.Equal([0, 2], cut.Select(plotted => plotted.ObjectIndex));
    }

    [Fact]
    public void More_drawn_circles_than_a_board_has_are_refused_before_they_take_the_memory()
    {
        var pen = new CircleAperture(100_000, 0, None);
        GraphicObject[] Circles(int count) => [.. Enumerable.Range(0, count).Select(i => (GraphicObject)new Arc(new(i * 1000, 0), new(i * 1000, 0), new(i * 1000 + 500_000, 0), false, pen, Polarity.Dark, None))];

        Assert.NotEmpty(LayerPlot.Copper(Layer(Circles(2000))));
        Assert.Throws<PlotLimitException>(() => LayerPlot.Copper(Layer(Circles(100_000))));
    }

    [Fact]
    public void Bombs_end_in_a_limit_soon()
    {
        Aperture block = new CircleAperture(1000, 0, None);
        for (var depth = 0; depth < 20; depth++)
        {
            block = new BlockAperture(new([.. Enumerable.Range(0, 10).Select(i => (GraphicObject)Flash(new(i, depth), block))]), None);
        }

        var nested = block;
        for (var depth = 0; depth < 100; depth++)
        {
            nested = new BlockAperture(new([Flash(default, nested)]), None);
        }

        var dot = new CircleAperture(100_000_000, 0, None);
        var flicker = Enumerable.Range(0, 100_000).Select(i => (GraphicObject)Flash(new(i * 1000, 0), dot, (Polarity)(i % 2)));
        var arcs = Enumerable.Range(0, 100_000)
            .Select(i => (GraphicObject)new Arc(new(long.MaxValue / 64, i), new(long.MaxValue / 64, i), default, false, dot, Polarity.Dark, None));
        var watch = Stopwatch.StartNew();
        Assert.Throws<PlotLimitException>(() => LayerPlot.Copper(Layer(Flash(default, block))));
        Assert.Throws<PlotLimitException>(() => LayerPlot.Copper(Layer(Flash(default, nested))));
        Assert.Throws<PlotLimitException>(() => LayerPlot.Copper(Layer([.. flicker])));
        Assert.Throws<PlotLimitException>(() => LayerPlot.Copper(Layer([.. arcs])));
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{watch.Elapsed}");
    }

    private static GerberLayer Layer(params GraphicObject[] objects) => new([], [.. objects]);

    private static Flash Flash(Point at, Aperture aperture, Polarity polarity = Polarity.Dark) => new(at, aperture, polarity, None);

    private static MacroAperture Macro(params MacroPrimitive[] primitives) => new("M", new([.. primitives]), None);

    private static Contour Contour(Point start, params Point[] to) =>
        new(start, new([.. to.Select(p => new ContourSegment(p, null, false))]));

    private static ImmutableArray<Shape> Flashed(Aperture aperture) => [.. LayerPlot.Plot(Layer(Flash(default, aperture))).Select(plotted => plotted.Shape)];

    private static Shape One(Aperture aperture) => Assert.Single(Flashed(aperture));

    private static Polygon Polygon(Shape shape) => Assert.IsType<Polygon>(shape);
}
