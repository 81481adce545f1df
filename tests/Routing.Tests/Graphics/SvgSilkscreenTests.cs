using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Graphics;

public class SvgSilkscreenTests
{
    // 100 x 80 mm, square corners: user units are millimetres from the top left.
    private static readonly BoardOutline Board = new(100_000_000, 80_000_000, 0, false, false);

    [Fact]
    public void A_rectangle_lands_where_it_is_drawn_with_y_down()
    {
        var region = Assert.Single(Draw("<rect x='10' y='20' width='30' height='5'/>"));
        Assert.Equal(new Box(-40_000_000, 15_000_000, -10_000_000, 20_000_000), Bounds(region));
        Assert.Equal(150, Area(region), 6);
    }

    [Theory]
    [InlineData("<circle cx='50' cy='40' r='10'/>", 314.159)]
    [InlineData("<ellipse cx='50' cy='40' rx='10' ry='5'/>", 157.080)]
    [InlineData("<rect x='10' y='10' width='20' height='10' rx='3'/>", 192.274)]
    [InlineData("<polygon points='10,10 30,10 30,30'/>", 200)]
    [InlineData("<polyline points='10 10 30 10 30 30'/>", 200)]
    [InlineData("<path d='M10 10h20v20h-20z'/>", 400)]
    [InlineData("<path d='m10,10 20,0 0,20-20,0zm25 0 5 0 0 5-5 0z'/>", 425)]
    [InlineData("<path d='M40 40A10 10 0 0 1 60 40Z'/>", 157.080)]
    [InlineData("<path d='M40 40A10 10 0 1160 40A10 10 0 1140 40'/>", 314.159)]
    [InlineData("<path d='M10 10C10 20 20 20 20 10S30 0 30 10z' fill-rule='nonzero'/>", 120)]
    [InlineData("<path d='M10 10Q15 20 20 10T30 10z'/>", 66.667)]
    [InlineData("<path d='M10 10h20v20h-20zM15 15h10v10h-10z' fill-rule='evenodd'/>", 300)]
    [InlineData("<path d='M10 10h20v20h-20zM15 15h10v10h-10z'/>", 400)]
    [InlineData("<path d='M10 10h20v20h-20zM15 15v10h10v-10z'/>", 300)]
    [InlineData("<g transform='translate(10 10) scale(2)'><rect width='5' height='5'/></g>", 100)]
    [InlineData("<rect width='10' height='10' transform='matrix(1 0 0 1 20 20) rotate(30 5 5) skewX(20)'/>", 100)]
    [InlineData("<line x1='10' y1='10' x2='30' y2='10' stroke='#000' stroke-width='2'/>", 40)]
    [InlineData("<line x1='10' y1='10' x2='30' y2='10' stroke='#000' stroke-width='2' stroke-linecap='square'/>", 44)]
    [InlineData("<line x1='10' y1='10' x2='30' y2='10' stroke='#000' stroke-width='2' stroke-dasharray='3 1'/>", 30)]
    [InlineData("<path d='M10 10h20v20' fill='none' stroke='#000' stroke-width='2'/>", 80)]
    [InlineData("<path d='M10 10h20v20' fill='none' stroke='#000' stroke-width='2' stroke-linejoin='bevel'/>", 79.5)]
    [InlineData("<rect x='10' y='10' width='20' height='20' fill='none' stroke='#000' stroke-width='2'/>", 160)]
    [InlineData("<rect x='10' y='10' width='20' height='20' stroke='#000' stroke-width='2' fill='#fff0'/>", 160)]
    [InlineData("<style>.a{fill:none}#b{fill:#000}</style><rect class='a' width='9' height='9'/><rect id='b' class='a' x='10' y='10' width='5' height='5'/>", 25)]
    [InlineData("<defs><rect id='r' width='4' height='4'/></defs><use href='#r' x='5' y='5'/><use href='#r' x='20' y='20'/>", 32)]
    [InlineData("<symbol id='s' viewBox='0 0 2 2'><rect width='2' height='2'/></symbol><use href='#s' x='5' y='5' width='10' height='20'/>", 100)]
    [InlineData("<svg x='10' y='10' width='20' height='20' viewBox='0 0 10 10'><rect width='50%' height='50%'/></svg>", 100)]
    public void Shapes_cover_their_area(string svg, double squareMillimetres) =>
        Assert.Equal(squareMillimetres, Draw(svg).Sum(Area), 0.1);

    [Theory]
    [InlineData("<rect width='10' height='10' fill='none'/>")]
    [InlineData("<rect width='10' height='10' style='fill : none'/>")]
    [InlineData("<rect width='10' height='10' display='none'/>")]
    [InlineData("<g opacity='0'><rect width='10' height='10' opacity='1'/></g>")]
    [InlineData("<g visibility='hidden'><rect width='10' height='10'/></g>")]
    [InlineData("<rect width='10' height='10' fill='rgba(255, 0, 0, 0)'/>")]
    [InlineData("<rect width='10' height='10' fill-opacity='0%'/>")]
    [InlineData("<rect width='-10' height='10'/>")]
    [InlineData("<rect width='10' height='10' transform='scale(0)'/>")]
    [InlineData("<path d='none'/><path d=''/><path d=' M 10 10 '/>")]
    [InlineData("<defs><rect width='10' height='10'/></defs>")]
    public void What_is_not_painted_is_not_printed(string svg) => Assert.Empty(Draw(svg));

    [Fact]
    public void A_round_pen_on_the_board_becomes_draws()
    {
        var objects = Read("<path d='M10 10h20v20' fill='none' stroke='red' stroke-width='.5' stroke-linecap='round' stroke-linejoin='round'/>").Objects;
        var lines = objects.Cast<Line>().ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal(500_000, Assert.IsType<CircleAperture>(line.Aperture).Diameter));
        Assert.Equal(new Point(-40_000_000, 30_000_000), lines[0].From);
    }

    [Fact]
    public void Nothing_is_printed_beyond_the_inset_outline()
    {
        var board = Board with { CornerRadius = 20_000_000 };
        var (objects, _) = SvgSilkscreen.Read("<svg viewBox='0 0 100 80'><rect x='-50' y='-50' width='500' height='500'/></svg>", board);
        var (width, height, radius) = (99.5, 79.5, 19.75);
        Assert.Equal(width * height - (4 - Math.PI) * radius * radius, objects.Sum(Area), 0.2);
        Assert.All(objects, item => Assert.True(Inside(new Box(-49_750_000, -39_750_000, 49_750_000, 39_750_000), Bounds(item))));
    }

    [Fact]
    public void The_view_box_is_centred_on_the_board_unless_told_otherwise()
    {
        static Box Of(string attributes) =>
            Bounds(Assert.Single(SvgSilkscreen.Read($"<svg viewBox='0 0 40 40' {attributes}><rect x='10' y='10' width='20' height='20'/></svg>", Board).Objects));

        Assert.Equal(new Box(-20_000_000, -20_000_000, 20_000_000, 20_000_000), Of(""));
        Assert.Equal(new Box(-30_000_000, -20_000_000, 10_000_000, 20_000_000), Of("preserveAspectRatio='xMinYMin'"));
        Assert.Equal(new Box(-25_000_000, -20_000_000, 25_000_000, 20_000_000), Of("preserveAspectRatio='none'"));
    }

    [Fact]
    public void Curves_stay_within_five_micrometres()
    {
        var region = Assert.Single(Draw("<circle cx='50' cy='40' r='30'/>"));
        var points = Points(region);
        for (var i = 0; i < points.Length; i++)
        {
            Point a = points[i], b = points[(i + 1) % points.Length];
            Assert.InRange(new Point((a.X + b.X) / 2, (a.Y + b.Y) / 2).DistanceTo(default), 30_000_000 - 5_000, 30_000_001);
        }
    }

    [Fact]
    public void Texts_are_drawn_and_images_are_named_as_ignored()
    {
        var issues = Read("<text>a</text><g><text>b</text><image href='http://x/y.png'/></g><evil-element/>").Issues;
        Assert.Equal(
            [
                "GRAPHICS_ELEMENT_IGNORED element=image count=1", "GRAPHICS_ELEMENT_IGNORED element=other count=1",
                "GRAPHICS_TEXT_DRAWN count=2", "GRAPHICS_OFF_BOARD shapes=0 cut=2",
            ],
            issues.Select(issue => issue.ToString()));
    }

    [Theory]
    [InlineData("<svg", "GRAPHICS_INVALID")]
    [InlineData("not xml", "GRAPHICS_INVALID")]
    [InlineData("<html/>", "GRAPHICS_INVALID")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><svg>&b;</svg>", "GRAPHICS_INVALID")]
    [InlineData("<svg>\0</svg>", "GRAPHICS_INVALID")]
    public void Unreadable_graphics_are_an_issue(string svg, string code)
    {
        var (objects, issues) = SvgSilkscreen.Read(svg, Board);
        Assert.Empty(objects);
        Assert.Equal(code, Assert.Single(issues).Code);
    }

    [Fact]
    public void Bombs_end_in_a_coded_issue()
    {
        var nested = string.Concat(Enumerable.Repeat("<g>", 10_000)) + string.Concat(Enumerable.Repeat("</g>", 10_000));
        Assert.Equal("GRAPHICS_TOO_COMPLEX limit=depth", Assert.Single(Read(nested).Issues).ToString());

        var many = string.Concat(Enumerable.Repeat("<g/>", 60_000));
        Assert.Equal("GRAPHICS_TOO_COMPLEX limit=elements", Assert.Single(Read(many).Issues).ToString());

        // Each level draws the one below ten times: ten to the twelfth rectangles.
        var billion = "<g id='l0'><rect width='1' height='1'/></g>" + string.Concat(
            Enumerable.Range(1, 12).Select(i => $"<g id='l{i}'>{string.Concat(Enumerable.Repeat($"<use href='#l{i - 1}'/>", 10))}</g>"));
        Assert.Equal("GRAPHICS_TOO_COMPLEX limit=elements", Assert.Single(Read(billion).Issues).ToString());

        var dashes = "<line x1='0' y1='0' x2='1e9' y2='1' stroke='#000' stroke-dasharray='1e-6 1e-6'/>";
        Assert.Equal("GRAPHICS_TOO_COMPLEX limit=points", Assert.Single(Read(dashes).Issues).ToString());

        var crossing = string.Join(' ', Enumerable.Range(0, 20_000).Select(i => FormattableString.Invariant($"{i * 7919 % 100},{i * 104729 % 80}")));
        Assert.Equal("GRAPHICS_TOO_COMPLEX limit=overlaps", Assert.Single(Read($"<polygon points='{crossing}'/>").Issues).ToString());
    }

    [Fact]
    public void A_use_of_itself_ends()
    {
        var issues = Read("<g id='a'><use href='#a'/><use href='#b'/></g><g id='b'><use href='#a'/></g>").Issues;
        Assert.True(Assert.Single(issues).Code is "GRAPHICS_TOO_COMPLEX" or "GRAPHICS_ELEMENT_IGNORED");
    }

    [Fact]
    public void The_same_graphics_give_the_same_objects()
    {
        const string Svg = "<path d='M10 10L60 70 90 5 5 60 95 40Z' stroke='#000' stroke-width='3'/>";
        Assert.Equal(Read(Svg).Objects.ToArray(), Read(Svg).Objects.ToArray());
    }

    internal static (ImmutableArray<GraphicObject> Objects, ImmutableArray<Issue> Issues) Read(string content) =>
        SvgSilkscreen.Read($"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 80'>{content}</svg>", Board);

    private static ImmutableArray<GraphicObject> Draw(string content)
    {
        var (objects, issues) = Read(content);
        Assert.Empty(issues);
        return objects;
    }

    internal static ImmutableArray<Point> Points(GraphicObject item) =>
        [.. Assert.Single(((Region)item).Contours).Segments.Items.Select(segment => segment.To)];

    private static double Area(GraphicObject item)
    {
        var points = Points(item);
        var twice = 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            Point a = points[i], b = points[(i + 1) % points.Length];
            twice += (double)a.X * b.Y - (double)b.X * a.Y;
        }

        return Math.Abs(twice) / 2e12;
    }

    private static Box Bounds(GraphicObject item) => Box.Around(Points(item));

    private static bool Inside(Box outer, Box inner) =>
        inner.Left >= outer.Left && inner.Bottom >= outer.Bottom && inner.Right <= outer.Right && inner.Top <= outer.Top;
}
