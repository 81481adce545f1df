using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Fabrication;

public class BoardContourTests
{
    private static readonly CircleAperture Pen = new(50_000, 0, AttributeSet.None);

    [Theory]
    [InlineData(60, 40, 0)]
    [InlineData(60, 40, 2)]
    [InlineData(75.3, 61.7, 3)]
    [InlineData(40, 40, 500)]
    [InlineData(5, 500, 1.2345)]
    [InlineData(60.000001, 40, 30)]
    public void The_outline_is_closed_and_of_the_asked_size(double width, double height, double radius)
    {
        var outline = new BoardOutline(Units.FromMillimetres(width), Units.FromMillimetres(height), Units.FromMillimetres(radius), false, false);
        var drawn = BoardContour.Of(TestBoards.Of(outline)).Draw();
        AssertClosed(drawn);
        Assert.Equal(outline.Bounds, Box.Around(drawn.SelectMany(Ends)));
        Assert.All(drawn.OfType<Arc>(), arc => Assert.Equal(Math.Min(outline.CornerRadius, Math.Min(outline.Width, outline.Height) / 2), arc.From.DistanceTo(arc.Center), 1.0));
        Assert.Equal(radius == 0 ? 0 : 4, drawn.OfType<Arc>().Count());
    }

    [Fact]
    public void Connectors_of_the_samples_open_both_edges_for_16_mm_and_close_the_outline()
    {
        var (board, _) = RealBoards.Sample("connectors");
        var contour = BoardContour.Of(board);
        Assert.Empty(contour.Notes);
        AssertClosed(contour.Draw());
        var onEdge = contour.Draw().OfType<Line>().Where(line => line.From.Y == line.To.Y && Math.Abs(line.From.Y) == board.Project.Board.Height / 2).ToList();

        // On both edges the fingers leave 16 mm to the connector's outline, which itself returns to the edge twice.
        Assert.All(onEdge, line => Assert.False(line.From.X < -8_000_000 && line.To.X > 8_000_000));
        Assert.Contains(contour.Loops[0].Segments, segment => segment.To == new Point(7_000_000, 39_000_000));
    }

    [Fact]
    public void Without_a_connector_module_the_edge_stays_closed_and_a_note_says_so()
    {
        var contour = BoardContour.Of(TestBoards.Of(TestBoards.Outline with { TopConnector = true, BottomConnector = true }));
        AssertClosed(contour.Draw());
        Assert.Equal(2, contour.Notes.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_outline_that_ends_a_little_off_the_edge_is_joined_to_it(bool backwards)
    {
        Point a = new(-8_000_000, 19_950_000), b = new(-8_000_000, 15_000_000), c = new(8_000_000, 15_000_000), d = new(8_000_000, 20_050_000);
        Point[] chain = backwards ? [d, c, b, a] : [a, b, c, d];
        var contour = BoardContour.Of(TestBoards.Of(TestBoards.Outline with { TopConnector = true }, TestBoards.Package("connector", edge: Strokes(chain))));
        Assert.Empty(contour.Notes);
        Assert.Empty(contour.Loose);
        AssertClosed(contour.Draw());
        Assert.DoesNotContain(contour.Draw().OfType<Line>(), line => line.From.Y == 20_000_000 && line.To.Y == 20_000_000 && Math.Abs(line.From.X - line.To.X) > 50_000_000);
    }

    [Fact]
    public void A_cut_out_of_a_connector_is_a_loop_of_its_own()
    {
        Point[] hole = [new(-1_000_000, 0), new(1_000_000, 0), new(0, 1_000_000), new(-1_000_000, 0)];
        var contour = BoardContour.Of(TestBoards.Of(TestBoards.Package("connector", edge: Strokes(hole))));
        Assert.Equal(2, contour.Loops.Length);
        AssertClosed(contour.Draw());
    }

    [Fact]
    public void A_dangling_outline_is_drawn_and_noted()
    {
        var contour = BoardContour.Of(TestBoards.Of(TestBoards.Package("connector", edge: Strokes([default, new(3_000_000, 0)]))));
        Assert.Single(contour.Loose);
        Assert.Single(contour.Notes);
    }

    [Fact]
    public void An_outline_is_the_same_backwards()
    {
        var there = new Contour(default, new([new(new(10, 0), null, false), new(new(20, 10), new Point(10, 10), false), new(new(30, 20), new Point(30, 10), true)]));
        Assert.Equal(there, there.Reversed().Reversed());
        Assert.Equal(new Point(30, 20), there.Reversed().Start);
        Assert.False(there.Reversed().Segments[0].Clockwise);
    }

    [Fact]
    public void A_module_that_is_no_connector_adds_no_outline()
    {
        var (board, _) = RealBoards.Sample("small");
        Assert.Single(BoardContour.Of(board).Loops);
    }

    private static GerberLayer Strokes(Point[] points) =>
        new([], [.. points.Zip(points.Skip(1)).Select(step => (GraphicObject)new Line(step.First, step.Second, Pen, Polarity.Dark, AttributeSet.None))]);

    /// <summary>Every point where a stroke ends is the end of exactly two.</summary>
    private static void AssertClosed(IEnumerable<GraphicObject> drawn)
    {
        var meeting = drawn.SelectMany(Ends).CountBy(point => point).ToList();
        Assert.NotEmpty(meeting);
        Assert.All(meeting, point => Assert.Equal(2, point.Value));
    }

    private static Point[] Ends(GraphicObject item) => item switch
    {
        Line line => [line.From, line.To],
        Arc arc => [arc.From, arc.To],
        _ => throw new InvalidOperationException(),
    };
}
