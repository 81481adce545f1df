using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests;

public class GerberSocketsTests
{
    private static readonly Aperture Pen = new CircleAperture(100_000, 0, AttributeSet.None);

    [Fact]
    public void The_designs_example_is_decoded() =>
        Assert.Equal([("GND", new Point(5, -7))], Decode(Circles(5, -7, 9_990, 10_710, 20_780, 30_680)).Sockets.Select(s => (s.Name, s.At)));

    [Fact]
    public void Flashes_zero_length_draws_and_any_order_spell_the_same()
    {
        var aperture = Circle(30_680);
        var layer = Layer([
            new Line(new(1, 1), new(1, 1), Circle(20_780), Polarity.Dark, AttributeSet.None),
            new Flash(new(1, 1), aperture, Polarity.Dark, AttributeSet.None),
            new Flash(new(1, 1), Circle(9_993), Polarity.Dark, AttributeSet.None),
            new Flash(new(1, 1), aperture, Polarity.Dark, AttributeSet.None),
            new Flash(new(1, 1), Circle(10_707), Polarity.Dark, AttributeSet.None)]);
        Assert.Equal("GND", Decode(layer).Sockets.Single().Name);
    }

    [Fact]
    public void Every_printable_name_survives_its_spelling()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var name = new string([.. Enumerable.Range(0, random.Next(1, 100)).Select(_ => (char)random.Next('!', '~' + 1))]);
            var diameters = name.Select((c, place) => (place + 1) * 10_000L + c * 10L).Append(9_990).ToArray();
            random.Shuffle(diameters);
            var (sockets, _, problems, _) = Decode(Circles(i, -i, diameters));
            Assert.Empty(problems);
            Assert.Equal((name, new Point(i, -i)), (sockets.Single().Name, sockets.Single().At));
        }
    }

    [Fact]
    public void Two_characters_for_one_place_are_an_error()
    {
        var (sockets, _, problems, _) = Decode(Circles(1_000_000, 2_000_000, 9_990, 10_710, 10_720));
        Assert.Empty(sockets);
        Assert.Equal("socket at 1,2 mm: character 1 is given twice", Assert.Single(problems));
    }

    [Theory]
    [InlineData("GND", "socket at 1,2 mm: a circle of 0.15 mm spells no character and is ignored", 9_990, 10_710, 20_780, 30_680, 150_000)]
    [InlineData("G", "socket at 1,2 mm: a circle of 0.01031 mm spells no character and is ignored", 9_990, 10_710, 10_310)]
    [InlineData("G", "socket at 1,2 mm: a circle of 0.01127 mm spells no character and is ignored", 9_990, 10_710, 11_270)]
    [InlineData("G", "socket at 1,2 mm: a circle of 1.5 mm spells no character and is ignored", 9_990, 10_710, 1_500_000)]
    [InlineData("G", "socket at 1,2 mm: a circle of 0.020785 mm spells no character and is ignored", 9_990, 10_710, 20_785)]
    [InlineData("GD", "socket at 1,2 mm: character 2 of its name is missing, read as GD", 9_990, 10_710, 30_680)]
    [InlineData("N", "socket at 1,2 mm: character 1 of its name is missing, read as N", 9_990, 20_780)]
    [InlineData(null, "socket at 1,2 mm: it has no name and is ignored", 9_990)]
    [InlineData(null, "socket at 1,2 mm: it has no name and is ignored", 9_990, 10_320, 20_320)]
    public void What_is_odd_is_a_hint_and_no_error(string? name, string hint, params int[] diameters)
    {
        var (sockets, _, problems, hints) = Decode(Circles(1_000_000, 2_000_000, [.. diameters.Select(d => (long)d)]));
        Assert.Empty(problems);
        Assert.Equal(name, sockets.SingleOrDefault()?.Name);
        Assert.Equal(hint, Assert.Single(hints));
    }

    [Fact]
    public void Spaces_inside_a_name_belong_to_it_and_around_it_do_not()
    {
        var text = " V BUS ";
        var (sockets, _, problems, _) = Decode(Circles(0, 0, [9_990, .. text.Select((c, place) => (place + 1) * 10_000L + c * 10L)]));
        Assert.Empty(problems);
        Assert.Equal("V BUS", Assert.Single(sockets).Name);
    }

    [Fact]
    public void Parts_ten_nanometres_apart_are_one_socket_that_stands_where_its_identifier_does()
    {
        var layer = Layer([.. Circles(-7, 0, 10_710).Objects, .. Circles(0, 1, 9_990).Objects, .. Circles(6, -7, 20_780).Objects, .. Circles(0, 1, 30_680).Objects]);
        Assert.Equal(new GerberSocketsReader.Mark("GND", new(0, 1)), Assert.Single(Decode(layer).Sockets));
        var apart = Layer([.. Circles(0, 0, 9_990, 10_710).Objects, .. Circles(11, 0, 9_990, 10_720).Objects]);
        Assert.Equal(["G", "H"], Decode(apart).Sockets.Select(socket => socket.Name));
    }

    [Fact]
    public void Flashed_circles_count_as_drawn_ones()
    {
        var layer = Layer(new long[] { 9_990, 10_710, 20_780, 30_680 }.Select((d, i) => i % 2 == 0
            ? new Flash(new(5, 5), Circle(d), Polarity.Dark, AttributeSet.None)
            : (GraphicObject)new Line(new(5, 5), new(5, 5), Circle(d), Polarity.Dark, AttributeSet.None)));
        Assert.Equal("GND", Assert.Single(Decode(layer).Sockets).Name);
    }

    [Fact]
    public void A_legacy_layer_and_sockets_off_the_grid_are_hints()
    {
        var legacy = Decode(Layer([.. Circles(0, 0, 120_000).Objects, .. Circles(9_000_000, 0, 160_000).Objects]));
        Assert.Empty(legacy.Sockets);
        Assert.StartsWith("2 circles of 0.11 to 0.19 mm without an identifier are sockets of the legacy form", Assert.Single(legacy.Hints), StringComparison.Ordinal);
        Assert.Equal(
            "socket at 1.1,2 mm: G lies off the grid of 0.25 mm: it is reached all the same, by a short leg",
            Assert.Single(Decode(Circles(1_100_000, 2_000_000, 9_990, 10_710)).Hints));
        Assert.Empty(Decode(Circles(1_250_000, 2_000_000, 9_990, 10_710)).Hints);
    }

    [Fact]
    public void Circles_without_an_identifier_are_no_socket() => Assert.Empty(Decode(Circles(0, 0, 10_710, 20_780)).Sockets);

    [Fact]
    public void Sockets_keep_the_order_of_the_file()
    {
        var layer = Layer([.. Circles(900, 0, 9_990, 10_660).Objects, .. Circles(100, 0, 9_990, 10_650).Objects, .. Circles(500, 0, 9_990, 10_670).Objects]);
        Assert.Equal(["B", "A", "C"], Decode(layer).Sockets.Select(s => s.Name));
    }

    [Fact]
    public void Rectangles_are_zones_from_any_corner_in_any_direction_and_order()
    {
        Point[] corners = [new(-5, -3), new(7, -3), new(7, 4), new(-5, 4)];
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var start = random.Next(4);
            var step = random.Next(2) == 0 ? 1 : 3;
            var edges = Enumerable.Range(0, 4).Select(k => (From: corners[(start + k * step) % 4], To: corners[(start + (k + 1) * step) % 4])).ToArray();
            if (i % 2 == 0)
            {
                random.Shuffle(edges);
                edges = [.. edges.Select(e => random.Next(2) == 0 ? e : (e.To, e.From))];
            }

            Assert.Equal(new Box(-5, -3, 7, 4), Assert.Single(Decode(Layer(edges.Select(e => Draw(e.From, e.To)))).Zones));
        }
    }

    [Fact]
    public void Several_zones_even_touching_ones_are_told_apart()
    {
        var layer = Layer([.. Rectangle(0, 0, 10, 10), .. Rectangle(10, 10, 20, 20), .. Rectangle(30, 0, 40, 5), .. Rectangle(0, 0, 10, 10)]);
        Assert.Equal<Box>([new(0, 0, 10, 10), new(10, 10, 20, 20), new(30, 0, 40, 5)], Decode(layer).Zones);
    }

    [Fact]
    public void Edges_in_pieces_regions_and_rectangle_flashes_are_zones_too()
    {
        GraphicObject[] pieces = [Draw(0, 0, 4, 0), Draw(4, 0, 10, 0), Draw(10, 0, 10, 5), Draw(10, 5, 0, 5), Draw(0, 5, 0, 0)];
        var contour = new Contour(new(100, 0), [new(new(110, 0), null, false), new(new(110, 5), null, false), new(new(100, 5), null, false), new(new(100, 0), null, false)]);
        GraphicObject[] rest =
        [
            new Region([contour], null, Polarity.Dark, AttributeSet.None),
            new Flash(new(200, 0), new RectangleAperture(20, 10, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None),
        ];
        Assert.Equal<Box>([new(190, -5, 210, 5), new(0, 0, 10, 5), new(100, 0, 110, 5)], Decode(Layer([.. pieces, .. rest])).Zones);
    }

    [Fact]
    public void Open_lines_and_other_figures_are_no_zones()
    {
        var (_, zones, problems, _) = Decode(Layer([Draw(0, 0, 10, 0), Draw(10, 0, 10, 10), Draw(10, 10, 0, 10), Draw(50, 0, 60, 0), Draw(60, 0, 55, 8), Draw(55, 8, 50, 0)]));
        Assert.Empty(zones);
        Assert.Empty(problems);
    }

    [Fact]
    public void What_was_meant_as_a_zone_but_is_none_is_reported()
    {
        GraphicObject[] turned = [Draw(0, 0, 10_000_000, 10_000_000), Draw(10_000_000, 10_000_000, 0, 20_000_000), Draw(0, 20_000_000, -10_000_000, 10_000_000), Draw(-10_000_000, 10_000_000, 0, 0)];
        Assert.Equal("the outline around 0,10 mm is no rectangle parallel to the axes, so no zone", Assert.Single(Decode(Layer(turned)).Problems));
        GraphicObject[] angle = [Draw(0, 0, 9, 0), Draw(9, 0, 9, 3), Draw(9, 3, 3, 3), Draw(3, 3, 3, 9), Draw(3, 9, 0, 9), Draw(0, 9, 0, 0)];
        Assert.Single(Decode(Layer(angle)).Problems);
    }

    [Fact]
    public void Thousands_of_lines_take_no_time_to_speak_of()
    {
        var random = new Random(9);
        var lines = Enumerable.Range(0, 100_000).Select(_ => Draw(random.Next(200), random.Next(200), random.Next(200), random.Next(200)));
        Assert.True(Decode(Layer(lines)).Zones.Length <= 200);
    }

    [Fact]
    public void A_sockets_layer_is_where_the_copper_is()
    {
        var track = new Line(new(0, 0), new(1_000_000, 0), Circle(200_000), Polarity.Dark, AttributeSet.None);
        var pad = new Flash(new(5_000_000, 0), new RectangleAperture(1_000_000, 500_000, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None);
        var cut = new Flash(new(5_000_000, 0), Circle(100_000), Polarity.Clear, AttributeSet.None);
        var copper = new SocketCopper(Layer([track, pad, cut]), Layer([track]));
        Assert.Equal(
            [CopperLayer.Front, CopperLayer.Front, null, CopperLayer.Front, null],
            new Point[] { new(1_000_000, 100_000), new(0, 0), new(1_100_001, 0), new(5_500_000, 250_000), new(5_000_000, 0) }.Select(copper.LayerAt));
        Assert.Equal(CopperLayer.Back, new SocketCopper(Layer([pad]), Layer([track])).LayerAt(new(500_000, 0)));
        Assert.Null(new SocketCopper(null, null).LayerAt(default));
    }

    private static GerberSocketsReader.Decoded Decode(GerberLayer layer) => GerberSocketsReader.Read(layer);

    private static GerberLayer Circles(long x, long y, params long[] diameters) =>
        Layer(diameters.Select(d => new Line(new(x, y), new(x, y), Circle(d), Polarity.Dark, AttributeSet.None)));

    private static CircleAperture Circle(long diameter) => new(diameter, 0, AttributeSet.None);

    private static GerberLayer Layer(IEnumerable<GraphicObject> objects) => new([], [.. objects]);

    private static IEnumerable<GraphicObject> Rectangle(long left, long bottom, long right, long top) =>
        [Draw(left, top, right, top), Draw(right, top, right, bottom), Draw(right, bottom, left, bottom), Draw(left, bottom, left, top)];

    private static Line Draw(long x1, long y1, long x2, long y2) => Draw(new Point(x1, y1), new Point(x2, y2));

    private static Line Draw(Point from, Point to) => new(from, to, Pen, Polarity.Dark, AttributeSet.None);
}
