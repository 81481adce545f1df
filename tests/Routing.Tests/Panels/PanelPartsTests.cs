using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Panels;

namespace MakeDevice.Routing.Tests.Panels;

/// <summary>The parts that panels are made with: path data, graphics, and the boundary of areas that touch.</summary>
public sealed class PanelPartsTests
{
    private static readonly PanelFrame Frame = new(10, 20);

    [Theory]
    [InlineData("M 10 20 L 15 20 L 15 22 L 10 22 L 10 20")]
    [InlineData("M10,20L15,20 15,22 10,22Z")]
    [InlineData("m10 20 h5 v2 h-5 z")]
    [InlineData("M 10 20 H 15 V 22 H 10 Z")]
    public void Forms_of_one_rectangle_are_one_outline(string data)
    {
        var (strokes, error) = OutlinePath.Read(data, Frame);
        Assert.Null(error);
        Point[] corners = [new(0, 0), new(5_000_000, 0), new(5_000_000, -2_000_000), new(0, -2_000_000)];
        Assert.Equal(corners.Zip([.. corners.Skip(1), corners[0]]), strokes.Cast<Line>().Select(line => (line.From, line.To)));
    }

    [Theory]
    [InlineData("M 10 20 A 3 3 0 0 1 13 23", 0, -3, true)]
    [InlineData("M 10 20 A 3 3 0 0 0 13 23", 3, 0, false)]
    [InlineData("M 10 20 A 3 3 0 1 1 13 23", 3, 0, true)]
    [InlineData("M 10 20 A 3 3 0 1 0 13 23", 0, -3, false)]
    [InlineData("M 10 20 a 3 3 0 0 1 3 3", 0, -3, true)]
    public void An_arc_has_the_centre_and_sense_of_the_standard(string data, double x, double y, bool clockwise)
    {
        var (strokes, error) = OutlinePath.Read(data, Frame);
        Assert.Null(error);
        var arc = Assert.IsType<Arc>(Assert.Single(strokes));
        Assert.Equal((Point.FromMillimetres(x, y), clockwise), (arc.Center, arc.Clockwise));
        Assert.Equal((new Point(0, 0), new Point(3_000_000, -3_000_000)), (arc.From, arc.To));
    }

    [Fact]
    public void An_arc_whose_radius_is_too_small_is_a_half_circle()
    {
        var arc = Assert.IsType<Arc>(Assert.Single(OutlinePath.Read("M 0 0 A 1 1 0 0 1 4 0", default).Strokes));
        Assert.Equal(new Point(2_000_000, 0), arc.Center);
    }

    [Fact]
    public void Ends_that_are_rounded_apart_meet()
    {
        var (strokes, error) = OutlinePath.Read("M 10.0004999 20 L 15 20 L 15 22 L 10 22 L 10.0005001 20.0012", Frame);
        Assert.Null(error);
        Assert.Empty(OutlineChains.Of(strokes, ImmutableArray.CreateBuilder<GraphicObject>()).Open);
    }

    [Fact]
    public void Graphics_become_draws_and_flashes()
    {
        const string Svg = """
            <svg xmlns="http://www.w3.org/2000/svg">
             <g stroke="red" stroke-width="0.2" fill="none" transform="translate(10 20)"><path d="M0 0 L1 0 L1 1"/></g>
             <circle cx="12" cy="20" r="0.5"/><rect x="13" y="20" width="1" height="2"/><polygon points="10,20 11,20 10,21"/>
             <circle cx="1" cy="1" r="1" fill="none"/>
            </svg>
            """;
        var (objects, error) = PanelGraphics.Read(Svg, Frame);
        Assert.Null(error);
        Assert.Collection(
            objects,
            item => Assert.Equal((new Point(0, 0), new Point(1_000_000, 0), 200_000L), Drawn(item)),
            item => Assert.Equal((new Point(1_000_000, 0), new Point(1_000_000, -1_000_000), 200_000L), Drawn(item)),
            item => Assert.Equal((new Point(2_000_000, 0), 1_000_000L), (((Flash)item).At, ((CircleAperture)((Flash)item).Aperture).Diameter)),
            item => Assert.Equal((new Point(3_500_000, -1_000_000), 1_000_000L, 2_000_000L), (((Flash)item).At, ((RectangleAperture)((Flash)item).Aperture).Width, ((RectangleAperture)((Flash)item).Aperture).Height)),
            item => Assert.IsType<MacroAperture>(((Flash)item).Aperture));

        static (Point, Point, long) Drawn(GraphicObject item) => ((Line)item).Aperture is CircleAperture pen ? (((Line)item).From, ((Line)item).To, pen.Diameter) : default;
    }

    [Fact]
    public void Dashes_and_transforms_of_a_style_are_drawn_and_a_cut_is_whole()
    {
        const string Svg = """<svg><style>.d{transform:translate(10px,20px);stroke-dasharray:1}</style><path class="d" d="M0 0h3" stroke="red" stroke-width="0.2" fill="none"/></svg>""";
        var (dashed, error) = PanelGraphics.Read(Svg, Frame);
        Assert.Null(error);
        Assert.Equal([(0L, 1_000_000L), (2_000_000L, 3_000_000L)], dashed.Cast<Line>().Select(line => (line.From.X, line.To.X)));
        Assert.Equal((0L, 3_000_000L), PanelGraphics.Read(Svg, Frame, strokesOnly: true).Objects.Cast<Line>().Select(line => (line.From.X, line.To.X)).Single());
    }

    [Fact]
    public void Areas_that_touch_become_one()
    {
        var union = new EdgeUnion();
        union.Add(new Box(0, 0, 10, 10));
        union.Add(new Box(10, 4, 12, 6));
        union.Add(new Box(12, 0, 22, 10));
        var chains = OutlineChains.Of(union.Boundary(), ImmutableArray.CreateBuilder<GraphicObject>());
        Assert.Empty(chains.Open);
        Assert.Equal(12, Assert.Single(chains.Closed).Segments.Count);
        Assert.Equal(20 + 20 + 10 + 10 + 4 * 4 + 2 * 2, PanelShapes.Pieces(union.Boundary()).Sum(piece => piece.From.DistanceTo(piece.To)));
    }

    [Fact]
    public void Four_that_meet_at_rounded_corners_leave_a_hole_between_them()
    {
        const long Side = 10_000_000, Radius = 1_000_000;
        Contour board = new(new(Radius, 0), new([
            new(new(Side - Radius, 0), null, false), new(new(Side, Radius), new(Side - Radius, Radius), false),
            new(new(Side, Side - Radius), null, false), new(new(Side - Radius, Side), new(Side - Radius, Side - Radius), false),
            new(new(Radius, Side), null, false), new(new(0, Side - Radius), new(Radius, Side - Radius), false),
            new(new(0, Radius), null, false), new(new(Radius, 0), new(Radius, Radius), false)]));
        var union = new EdgeUnion();
        foreach (var (x, y) in new[] { (0, 0), (1, 0), (0, 1), (1, 1) })
        {
            union.Add(board, new(x * Side, y * Side));
        }

        var chains = OutlineChains.Of(union.Boundary(), ImmutableArray.CreateBuilder<GraphicObject>());
        Assert.Empty(chains.Open);
        Assert.Contains(chains.Closed, loop => loop.Segments.Count == 4 && loop.Segments.All(segment => segment.Center is not null));
    }
}
