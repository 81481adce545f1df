using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Pictures;

/// <summary>What is printed of a drawing looks as another renderer (librsvg) shows it.</summary>
public sealed class SvgPictureTests : IDisposable
{
    private static readonly BoardOutline Board = new(100_000_000, 75_000_000, 0, false, false);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graphics-");

    public void Dispose() => _folder.Delete(recursive: true);

    [RsvgTheory]
    [InlineData("<g clip-path='url(#c)'><rect x='50' y='50' width='300' height='200'/><circle cx='350' cy='150' r='40' fill='#111'/></g><defs><clipPath id='c'><rect width='200' height='300' fill='white'/></clipPath></defs>", 120_000)]
    [InlineData("<style><![CDATA[ svg .ink > rect {fill:none;stroke:#000;stroke-width:8} g.off {display:none} path.a.b{fill:none} /* c */ .k,.l{fill-rule:evenodd} ]]></style>"
        + "<g class='ink'><rect x='40' y='40' width='120' height='80'/></g><g class='off'><rect x='220' y='40' width='100' height='100'/></g>"
        + "<path class='a b' d='M200 180h150v80h-150z' stroke='#000' stroke-width='5'/><path class='l' d='M40 180h120v80h-120z M70 200h60v40h-60z'/>", 50_800)]
    [InlineData("<svg x='50' y='50' width='100' height='100' viewBox='0 0 10 10'><rect width='20' height='5'/></svg><svg x='220' y='60' width='120' height='60' viewBox='0 0 10 10' preserveAspectRatio='none'><circle cx='5' cy='5' r='4'/></svg>", 34_478)]
    [InlineData("<mask id='m'><rect width='400' height='300' fill='white'/><circle cx='200' cy='150' r='60'/></mask><rect x='40' y='40' width='320' height='220' mask='url(#m)'/>", 0)]
    [InlineData("<rect x='40' y='40' width='320' height='220'/><path d='M60 60C200 300 250 0 340 240' stroke='#fff' stroke-width='20' fill='none'/><circle cx='200' cy='150' r='30' fill='white'/><circle cx='200' cy='150' r='15'/>", 0)]
    [InlineData("<marker id='k' viewBox='0 0 10 10' refX='5' refY='5' markerWidth='5' markerHeight='5' orient='auto'><path d='M0 0L10 5L0 10z'/></marker>"
        + "<path d='M40 200L120 80L200 200L300 60' fill='none' stroke='#000' stroke-width='6' marker-start='url(#k)' marker-mid='url(#k)' marker-end='url(#k)'/>", 0)]
    [InlineData("<g transform='translate(200 150) rotate(30) skewX(20)'><rect x='-80' y='-40' width='160' height='80' rx='20' stroke='#000' stroke-width='9' stroke-dasharray='20 12' fill='none'/><text/></g>", 0)]
    [InlineData("<clipPath id='c' clipPathUnits='objectBoundingBox'><circle cx='.5' cy='.5' r='.5'/></clipPath><g clip-path='url(#c)'><rect x='60' y='60' width='200' height='150'/><rect x='200' y='100' width='120' height='60'/></g>", 0)]
    [InlineData("<path d='M50 50A70 40 20 1 0 180 120Q250 20 300 200T350 100S200 280 60 240Z' fill-rule='evenodd' stroke='#000' stroke-width='5' stroke-linejoin='bevel'/>", 0)]
    public void The_board_shows_what_the_drawing_shows(string content, int pixels)
    {
        var drawing = $"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 400 300' width='400' height='300'>{content}</svg>";
        var (objects, _) = SvgSilkscreen.Read(drawing, Board);
        var printed = $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='-50 -37.5 100 75' width='400' height='300' color='#000' stroke-linecap='round' stroke-linejoin='round'>{LayerPaths.Elements(new([], objects))}</svg>";
        Bitmap expected = Show("drawing.svg", drawing), actual = Show("printed.svg", printed);
        Assert.True(expected.ThickerThan(actual) == 0, "something of the drawing is not printed");
        Assert.True(actual.ThickerThan(expected) == 0, "something is printed that is not in the drawing");
        Assert.True(expected.Count > 1_000, "the drawing shows something");
        Assert.True(pixels == 0 || Math.Abs(actual.Count - pixels) < pixels / 50, $"{actual.Count} pixels are printed");
    }

    /// <summary>The fonts differ: what is compared is where a text is and how much room it takes.</summary>
    [RsvgTheory]
    [InlineData("<text x='40' y='120' font-size='60' font-family='sans-serif'>Sensor 42</text>")]
    [InlineData("<text x='200' y='120' font-size='60' font-family='sans-serif' text-anchor='middle'>Sensor</text>")]
    [InlineData("<text transform='rotate(30 200 150)' x='380' y='150' font-size='40' font-family='sans-serif' text-anchor='end'>Hello World</text>")]
    [InlineData("<text font-family='sans-serif' font-size='50'><tspan x='30' y='80'>First</tspan><tspan x='30' dy='1.5em'>second</tspan></text>")]
    [InlineData("<g transform='translate(20 30)' style='font:40px sans-serif'><text y='1em'>Plain <tspan fill='#333' dy='40' dx='-60'>text</tspan></text></g>")]
    public void Text_stands_where_the_drawing_shows_it(string content)
    {
        var drawing = $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 300' width='400' height='300'>{content}</svg>";
        var (objects, _) = SvgSilkscreen.Read(drawing, Board);
        var printed = $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='-50 -37.5 100 75' width='400' height='300' color='#000' stroke-linecap='round' stroke-linejoin='round'>{LayerPaths.Elements(new([], objects))}</svg>";
        var (expected, actual) = (Edges(Show("drawing.svg", drawing)), Edges(Show("printed.svg", printed)));
        Assert.All(expected.Zip(actual), edge => Assert.InRange(edge.Second, edge.First - 50, edge.First + 50));
    }

    /// <summary>Left, right, top and bottom of the ink, pixels of 800.</summary>
    private static int[] Edges(Bitmap picture)
    {
        var ink = (from x in Enumerable.Range(0, picture.Width) from y in Enumerable.Range(0, picture.Height) where picture[x, y] select (X: x, Y: y)).ToList();
        return [ink.Min(p => p.X), ink.Max(p => p.X), ink.Min(p => p.Y), ink.Max(p => p.Y)];
    }

    private Bitmap Show(string name, string svg)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, svg);
        return Viewers.Rsvg(path, 800);
    }
}
