using System.Text;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Graphics;

public class SvgFuzzTests
{
    private static readonly string[] Seeds =
    [
        "<svg viewBox='0 0 100 80'><g transform='rotate(10 5 5)'><path d='M10 10C20 0 30 40 50 5S9-9 1e1.5.5A3 4 20 01 9 9z' stroke='#f00'/></g></svg>",
        "<svg width='74mm' height='84mm'><rect x='10%' y='2' width='30' height='5' rx='2' style='fill:none;stroke:#fff;stroke-width:.4'/><text>a</text></svg>",
        "<svg viewBox='0 0 40 30'><text x='5 9% 12mm' y='9' dx='1 -2' rotate='10 20' text-anchor='middle' style='font:bold 4px/1.2 A;letter-spacing:.1em' xml:space='preserve'> a <tspan dy='3' font-size='150%' baseline-shift='sub' stroke='#fff'>B😀Ω</tspan><a>c</a></text></svg>",
        "<svg viewBox='-5 -5 50 50' preserveAspectRatio='xMaxYMin slice'><symbol id='a' viewBox='0 0 4 4'><circle cx='2' cy='2' r='2'/></symbol><use href='#a' x='3' width='9'/></svg>",
        "<svg><style>.a{fill:none;stroke:#000;stroke-dasharray:3 1 2}</style><polyline class='a' points='1,1 9,9 20,3' stroke-linejoin='round' stroke-linecap='square'/></svg>",
        "<svg viewBox='0 0 10 10'><svg x='1' y='1' width='5' height='5' viewBox='0 0 2 2'><ellipse rx='2' cy='1' ry='1'/><polygon points='0 0 2 2 0 2 2 0' fill-rule='evenodd'/></svg></svg>",
        "<svg viewBox='0 0 40 30'><defs><clipPath id='c' clipPathUnits='objectBoundingBox'><rect width='.5' height='1'/></clipPath><mask id='m'><rect width='40' height='30' fill='#fff'/><circle cx='9' cy='9' r='4'/></mask></defs>"
            + "<g clip-path='url(#c)' mask='url(#m)'><rect width='30' height='20'/><circle cx='9' cy='9' r='5' fill='white'/></g></svg>",
        "<svg viewBox='0 0 40 30'><style>svg > g.a path:first-child{fill:none!important} @media print{*{fill:red}} [id^='x']~rect{transform:rotate(.1turn)}</style><marker id='k' orient='auto' viewBox='0 0 4 4'>"
            + "<path d='M0 0 4 2 0 4z'/></marker><g class='a'><path id='x1' d='M2 2 9 9h5' marker-mid='url(#k)' marker-end='url(#k)' stroke='#000'/><rect x='5' y='5' width='9' height='4' fill='rgb(0 0 0 / 40%)'/></g><switch><g requiredExtensions='x'/><g/></switch></svg>",
    ];

    private static readonly string[] Tokens =
    [
        "1e300", "-1e300", "NaN", "Infinity", "0", "-0", "1e-300", "%", "<g>", "</g>", "<use href='#a'/>", "&amp;", "&x;", "\"", "'", ">", "<",
        "matrix(0 0 0 0 0 0)", "url(#c)", "url(#m)", "mask='url(#m)'", "fill='white'", "clip-path='url(#c)'", "!important", "{", "}", ">", "[", "rgb(1 2 3/", "<!DOCTYPE svg>", "scale(1e9)", "scale(-1)", "skewX(90)", "stroke-width='1e6'", "stroke-dasharray='1e-9'", "z", "M", "A1 1 0 1 1", "\u0000", "😀", "l1e15 1e15",
    ];

    [Fact]
    public void Mutated_graphics_end_in_objects_on_the_board_or_issues()
    {
        var random = new Random(20240229);
        var board = new BoardOutline(50_000_000, 40_000_000, 4_000_000, false, false);
        var limits = board.Bounds.Inflate(-SvgSilkscreen.Inset + 1);
        for (var i = 0; i < 3_000; i++)
        {
            var svg = Mutate(Seeds[i % Seeds.Length], random);
            var (objects, issues) = SvgSilkscreen.Read(svg, board);
            Assert.All(issues, issue => Assert.StartsWith("GRAPHICS_", issue.Code, StringComparison.Ordinal));
            foreach (var region in objects.OfType<Region>())
            {
                Assert.All(SvgSilkscreenTests.Points(region), p => Assert.True(limits.Contains(p), svg));
            }

            foreach (var line in objects.OfType<Line>())
            {
                var reach = ((CircleAperture)line.Aperture).Diameter / 2;
                Assert.True(limits.Contains(line.From) && limits.Contains(line.To) && reach <= limits.Width, svg);
            }
        }
    }

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var changes = random.Next(1, 6); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(32, 127);
                    break;
                case 3:
                    text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 40), text.Length - at)));
                    break;
                default:
                    text[at] = "0123456789.-e "[random.Next(14)];
                    break;
            }
        }

        return text.ToString();
    }
}
