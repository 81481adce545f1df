using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Tests.Gerber;

namespace MakeDevice.Routing.Tests.Graphics;

/// <summary>Text in a drawing is printed in the built-in font: where it stands, as large as it is, in its paint. The board is 100 x 80 mm, a user unit a millimetre.</summary>
public class SvgTextTests
{
    private const double Line = 0.09;

    [Theory]
    [InlineData("<text x='20' y='30' font-size='10'>H</text>", 20, 30, 10)]
    [InlineData("<text x='20' y='30' style='font-size:10px'>H</text>", 20, 30, 10)]
    [InlineData("<text x='20' y='30' style='font:bold 10px/1.2 Arial'>H</text>", 20, 30, 10)]
    [InlineData("<text transform='translate(20 30)' font-size='10'>H</text>", 20, 30, 10)]
    [InlineData("<g font-size='5'><text x='20' y='30' font-size='2em'>H</text></g>", 20, 30, 10)]
    [InlineData("<g font-size='5'><text x='20' y='30'><tspan font-size='200%'>H</tspan></text></g>", 20, 30, 10)]
    [InlineData("<text x='20%' y='37.5%' font-size='7.5pt'>H</text>", 20, 30, 10)]
    [InlineData("<text font-size='10'><tspan x='20' y='30'>H</tspan></text>", 20, 30, 10)] // Inkscape
    [InlineData("<text font-size='10'><tspan sodipodi:role='line' xmlns:sodipodi='x' x='20' y='30'>H</tspan></text>", 20, 30, 10)]
    [InlineData("<text x='18' y='33' dx='2' dy='-3' font-size='10'>H</text>", 20, 30, 10)]
    [InlineData("<text x='20' y='37.2' font-size='10' dominant-baseline='hanging'>H</text>", 20, 30, 10, 1e-6, 7.2)]
    [InlineData("<text x='20' y='26.5' font-size='10' dominant-baseline='central'>H</text>", 20, 30, 10)]
    [InlineData("<text x='20' y='34' font-size='10'><tspan baseline-shift='4'>H</tspan></text>", 20, 30, 10)]
    [InlineData("<text x='20' y='30' font-size='10'>\n   H  \n</text>", 20, 30, 10)]
    [InlineData("<text x='20' y='30' font-size='10'><a href='#'>H</a></text>", 20, 30, 10)]
    [InlineData("<text x='20' y='30' font-size='10' text-transform='uppercase'>h</text>", 20, 30, 10)]
    [InlineData("<text x='20' y='30' font-size='10'>H<tspan display='none'>H</tspan><title>H</title></text>", 20, 30, 10)]
    public void A_letter_stands_on_its_baseline_as_high_as_its_size_says(string svg, double x, double y, double size, double tolerance = 1e-6, double below = 0)
    {
        var box = Bounds(Draw(svg));
        Assert.Equal(x, box.Left, 0.001 + tolerance);
        Assert.Equal(y + 2 * below, box.Bottom, 0.001 + tolerance);
        Assert.Equal(y + 2 * below - 0.72 * size, box.Top, 0.001 + tolerance);
    }

    [Theory]
    [InlineData("start", 50.0, null)]
    [InlineData("middle", null, 50.0)]
    [InlineData("end", null, null)]
    public void An_anchor_moves_the_whole_line(string anchor, double? left, double? middle)
    {
        var box = Bounds(Draw($"<text x='50' y='30' font-size='10' text-anchor='{anchor}'>HH<tspan fill='#333'>HH</tspan></text>"));
        var start = Bounds(Draw("<text x='50' y='30' font-size='10'>HHHH</text>"));
        Assert.Equal(start.Right - start.Left, box.Right - box.Left, 0.002);
        var shift = start.Left - box.Left;
        var width = 4 * 10 * 0.72 * 0.8;
        Assert.Equal(left is not null ? 0 : middle is not null ? width / 2 : width, shift, 0.002);
    }

    [Fact]
    public void Every_position_begins_a_line_of_its_own()
    {
        var both = Draw("<text font-size='5'><tspan x='20' y='20' text-anchor='end'>L</tspan><tspan x='60' y='40'>L</tspan></text>");
        var apart = Draw("<text font-size='5' x='20' y='20' text-anchor='end'>L</text><text font-size='5' x='60' y='40'>L</text>");
        Assert.Equal(Places(apart), Places(both));
        var spread = Draw("<text font-size='5' x='20 40 60' y='20 30'>LLLL</text>");
        var single = Draw("<text font-size='5' x='20' y='20'>L</text><text font-size='5' x='40' y='30'>L</text><text font-size='5' x='60' y='30'>LL</text>");
        Assert.Equal(Places(single), Places(spread));
    }

    [Fact]
    public void Blanks_are_joined_unless_they_are_preserved()
    {
        double Right(string content, string attributes = "") => Bounds(Draw($"<text x='10' y='30' font-size='5' {attributes}>{content}</text>")).Right;
        Assert.Equal(Right("A B"), Right("  A \n\t B "), 1e-6);
        Assert.Equal(Right("A B"), Right("A <tspan> B</tspan>"), 1e-6);
        Assert.Equal(Right("A B") + 2 * 0.5 * 0.72 * 0.8 * 5, Right("A   B", "xml:space='preserve'"), 1e-3);
        Assert.Equal(Right("A   B", "xml:space='preserve'"), Right("A   B", "style='white-space:pre'"), 1e-6);
        Assert.Equal(Right("AB") + 1, Right("AB", "letter-spacing='.2em'"), 1e-3);
    }

    [Fact]
    public void A_letter_turns_about_its_place()
    {
        var box = Bounds(Draw("<text x='50' y='40' font-size='10' rotate='90'>I</text>"));
        Assert.Equal((50, 57.2), (Math.Round(box.Left, 2), Math.Round(box.Right, 2)));
        Assert.Equal(40, box.Top, 0.01);
    }

    [Fact]
    public void Paint_is_what_the_text_is_painted_with()
    {
        Assert.Empty(Draw("<text x='20' y='30' fill='none'>H</text>"));
        Assert.Equal([1_000_000L], Widths("<text x='20' y='30' fill='none' stroke='#000' stroke-width='1'>H</text>"));
        Assert.Equal([(long)Math.Round(10 * Line * 1e6)], Widths("<text x='20' y='30' font-size='10'>H</text>"));
        Assert.True(Widths("<text x='20' y='30' font-size='10' font-weight='700'>H</text>").Single() > 10 * Line * 1e6);
        Assert.Empty(Draw("<text x='20' y='30' visibility='hidden'>H</text>"));
    }

    [Fact]
    public void White_text_is_knocked_out_of_what_lies_below_it()
    {
        var whole = Area("<rect x='10' y='10' width='60' height='40'/>");
        var knocked = Area("<rect x='10' y='10' width='60' height='40'/><text x='20' y='40' font-size='20' fill='white'>I</text>");
        var stroke = 20 * 0.72 * 20 * Line + Math.PI * 20 * Line * 20 * Line / 4;
        Assert.Equal(whole - stroke, knocked, 1.5);
    }

    [Fact]
    public void A_clip_or_mask_in_parts_of_its_box_finds_the_text()
    {
        const string Half = "<clipPath id='c' clipPathUnits='objectBoundingBox'><rect x='-1' y='-1' width='1.5' height='3'/></clipPath>";
        var whole = Area("<text x='20' y='40' font-size='20'>H</text>");
        Assert.InRange(Area($"{Half}<text x='20' y='40' font-size='20' clip-path='url(#c)'>H</text>"), whole * 0.4, whole * 0.6);
        Assert.Equal(whole, Area("<mask id='m'><rect width='100' height='80' fill='white'/></mask><text x='20' y='40' font-size='20' mask='url(#m)'>H</text>"), whole / 50);
    }

    [Theory]
    [InlineData("<text x='9' y='20'>Rev 1</text>", "GRAPHICS_TEXT_DRAWN count=1")]
    [InlineData("<text x='9' y='20' font-size='5'>10 kΩ ±5 % “µ”</text>", "GRAPHICS_TEXT_DRAWN count=1")]
    [InlineData("<text x='9' y='20'>Größe</text>", "GRAPHICS_TEXT_DRAWN count=1|GRAPHICS_CHARACTERS_MISSING count=1 characters=[U+00DF]")]
    [InlineData("<text x='9' y='20'>中😀中</text>", "GRAPHICS_TEXT_DRAWN count=1|GRAPHICS_CHARACTERS_MISSING count=2 characters=[U+4E2D,U+1F600]")]
    [InlineData("<text x='9' y='20' text-decoration='underline'>A</text>", "GRAPHICS_PROPERTY_IGNORED property=text-decoration count=1|GRAPHICS_TEXT_DRAWN count=1")]
    [InlineData("<text x='9' y='20' writing-mode='tb'>A</text>", "GRAPHICS_PROPERTY_IGNORED property=writing-mode count=1|GRAPHICS_TEXT_DRAWN count=1")]
    [InlineData("<text x='9' y='20' textLength='40'>A</text>", "GRAPHICS_PROPERTY_IGNORED property=textLength count=1|GRAPHICS_TEXT_DRAWN count=1")]
    [InlineData("<text x='9' y='20'> </text>", "")]
    [InlineData("<defs><text>A</text></defs>", "")]
    [InlineData("<text x='900' y='20'>A</text>", "GRAPHICS_TEXT_DRAWN count=1|GRAPHICS_OFF_BOARD shapes=1 cut=0")]
    public void What_became_of_text_is_told(string svg, string issues) =>
        Assert.Equal(issues, string.Join('|', SvgSilkscreenTests.Read(svg).Issues.Select(issue => issue.ToString())));

    private static ImmutableArray<GraphicObject> Draw(string svg) => SvgSilkscreenTests.Read(svg).Objects;

    /// <summary>Of the middle of the lines; millimetres as the drawing counts them, y down.</summary>
    private static (double Left, double Right, double Top, double Bottom) Bounds(IEnumerable<GraphicObject> objects)
    {
        var box = Box.Around([.. objects.Cast<Line>().SelectMany(line => new[] { line.From, line.To })]);
        return (box.Left / 1e6 + 50, box.Right / 1e6 + 50, 40 - box.Top / 1e6, 40 - box.Bottom / 1e6);
    }

    private static IEnumerable<(Point, Point)> Places(IEnumerable<GraphicObject> objects) => objects.Cast<Line>().Select(line => (line.From, line.To)).Order(Comparer<(Point From, Point To)>.Create(
        (a, b) => (a.From.X, a.From.Y, a.To.X, a.To.Y).CompareTo((b.From.X, b.From.Y, b.To.X, b.To.Y))));

    private static long[] Widths(string svg) => [.. Draw(svg).Cast<Line>().Select(line => ((CircleAperture)line.Aperture).Diameter).Distinct()];

    /// <summary>Square millimetres that are printed, by samples.</summary>
    private static double Area(string svg)
    {
        const double Pitch = 0.25;
        var ink = new Ink(new([], Draw(svg)));
        var dark = 0;
        for (var x = -48 + Pitch / 3; x < 26; x += Pitch)
        {
            for (var y = -18 + Pitch / 3; y < 36; y += Pitch)
            {
                dark += ink.IsDark(x * 1e6, y * 1e6) ? 1 : 0;
            }
        }

        return dark * Pitch * Pitch;
    }
}
