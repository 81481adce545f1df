using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Outlines;

public class OutlineReaderTests
{
    [Fact]
    public void Nodes_become_a_counter_clockwise_contour_in_board_coordinates()
    {
        var board = Read("""[{"x":0,"y":0},{"x":10,"y":0},{"x":10,"y":20}]""");
        Assert.Equal(new Box(0, -20_000_000, 10_000_000, 0), board.Bounds);
        Assert.Equal((10_000_000, 20_000_000, 0L), (board.Width, board.Height, board.CornerRadius));
        Assert.True(Ring.DoubledArea(board.Free!.Chords.AsSpan()) > 0);
        Assert.All(board.Free.Contour.Segments, segment => Assert.Null(segment.Center));
    }

    [Fact]
    public void A_fillet_touches_both_edges_and_is_cut_to_half_the_shorter_one()
    {
        var board = Read("""[{"x":-10,"y":-10,"r":3},{"x":10,"y":-10},{"x":10,"y":10},{"x":-10,"y":10}]""");
        var arc = Assert.Single(board.Free!.Contour.Segments, segment => segment.Center is not null);
        Assert.Equal(Point.FromMillimetres(-7, 7), arc.Center);
        Assert.False(arc.Clockwise);

        // Of a square every radius above half its side makes the same circle.
        var circle = ProjectReader.Read(Project("""[{"x":-10,"y":-10,"r":30},{"x":10,"y":-10,"r":10},{"x":10,"y":10,"r":99},{"x":-10,"y":10,"r":10}]""")).Project!.Board;
        Assert.Equal(4, circle.Free!.Contour.Segments.Count);
        Assert.All(circle.Free.Chords, p => Assert.InRange(p.DistanceTo(default), 9_999_990, 10_000_010));
    }

    [Fact]
    public void Fillets_that_do_not_fit_are_told_once() => Assert.Equal(
        ["OUTLINE_FILLET_REDUCED node=0 askedMm=30 usedMm=10 count=2"],
        ProjectReader.Read(Project("""[{"x":-10,"y":-10,"r":30},{"x":10,"y":-10,"r":10},{"x":10,"y":10,"r":99},{"x":-10,"y":10}]""")).Issues.Select(issue => issue.ToString()));

    [Theory]
    [InlineData(1, 10)]
    [InlineData(-1, 10)]
    [InlineData(0.5, 5)]
    [InlineData(0.2, 2)]
    public void A_bulge_rises_by_its_part_of_half_the_chord_outwards_where_it_is_positive(double bulge, double rise)
    {
        // Clockwise as the editor shows it, with y down: the edge to the right, and a positive bulge there leads outwards.
        var nodes = string.Create(CultureInfo.InvariantCulture, $$"""[{"x":-30,"y":-10},{"x":30,"y":-10,"bulgeAfter":{{bulge}}},{"x":30,"y":10},{"x":-30,"y":10}]""");
        var free = Read(nodes).Free!;
        var ends = free.Chords.Where(p => Math.Abs(p.X) != 30_000_000).Select(p => p.X).ToList();
        Assert.Equal((30 + Math.Sign(bulge) * rise) * 1e6, bulge > 0 ? ends.Max() : ends.Min(), 2_000.0);
        Assert.Single(free.Contour.Segments, segment => segment.Center is not null);
    }

    [Fact]
    public void Arcs_end_as_far_from_their_centres_as_they_begin() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(), seed =>
        {
            var nodes = Star(new Random(seed.Get));
            if (ProjectReader.Read(Project(nodes)).Project?.Board.Free is not { } free)
            {
                return;
            }

            var at = free.Contour.Start;
            foreach (var segment in free.Contour.Segments)
            {
                if (segment.Center is { } center)
                {
                    Assert.Equal(at.DistanceTo(center), segment.To.DistanceTo(center), 3.0);
                }

                Assert.NotEqual(at, segment.To);
                at = segment.To;
            }

            Assert.Equal(free.Contour.Start, at);
            Assert.Equal(free, new FreeOutline(free.Contour.Reversed()) with { });
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("OUTLINE_TOO_FEW_NODES nodes=2 min=3", """[{"x":0,"y":0},{"x":10,"y":0}]""")]
    [InlineData("OUTLINE_TOO_FEW_NODES nodes=2 min=3", """[{"x":0,"y":0},{"x":10,"y":0},{"x":0,"y":0}]""")]
    [InlineData("OUTLINE_NODE_REPEATED node=1 error=the node after it stands at the same place", """[{"x":0,"y":0},{"x":10,"y":0},{"x":10,"y":0},{"x":10,"y":10}]""")]
    [InlineData("OUTLINE_TOO_SMALL widthMm=4 heightMm=10 minMm=5", """[{"x":0,"y":0},{"x":4,"y":0},{"x":4,"y":10}]""")]
    [InlineData("OUTLINE_TOO_LARGE widthMm=600 heightMm=10 maxMm=500", """[{"x":0,"y":0},{"x":600,"y":0},{"x":4,"y":10}]""")]
    [InlineData("OUTLINE_CROSSING nodes=[1,3] xMm=10 yMm=10 error=it crosses or touches itself there", """[{"x":0,"y":0},{"x":20,"y":0},{"x":0,"y":20},{"x":20,"y":20}]""")]
    [InlineData("OUTLINE_CROSSING nodes=[0,1] xMm=15 yMm=0 error=it crosses or touches itself there", """[{"x":0,"y":0},{"x":20,"y":0},{"x":10,"y":0},{"x":10,"y":20}]""")]
    [InlineData("PROJECT_INVALID path=$.pcbOptions.outline[1].bulgeAfter error=must be from -20 to 20", """[{"x":0,"y":0},{"x":20,"y":0,"bulgeAfter":1e6},{"x":10,"y":20}]""")]
    [InlineData("PROJECT_INVALID path=$.pcbOptions.outline[0].x error=must be from -1000 to 1000", """[{"x":1e999,"y":0},{"x":20,"y":0},{"x":10,"y":20}]""")]
    [InlineData("PROJECT_INVALID path=$.pcbOptions.outline[2].y error=is missing, must be a number", """[{"x":0,"y":0},{"x":20,"y":0},{"x":10}]""")]
    [InlineData("PROJECT_INVALID path=$.pcbOptions.outline[0].r error=must be from 0 to 500", """[{"x":0,"y":0,"r":-1},{"x":20,"y":0},{"x":10,"y":20}]""")]
    [InlineData("PROJECT_INVALID path=$.pcbOptions.outline error=must be an array", """ "square" """)]
    [InlineData("PROJECT_INVALID path=$.pcbOptions.outline[1] error=must be an object", """[{"x":0,"y":0},7,{"x":10,"y":20}]""")]
    public void What_is_no_outline_is_said_in_one_issue(string issue, string nodes)
    {
        var (project, issues) = ProjectReader.Read(Project(nodes));
        Assert.Null(project);
        Assert.Equal(issue, Assert.Single(issues).ToString());
    }

    [Fact]
    public void A_bulge_into_another_edge_crosses_it() => Assert.StartsWith(
        "OUTLINE_CROSSING nodes=[0,2] ",
        Assert.Single(ProjectReader.Read(Project("""[{"x":-20,"y":-5,"bulgeAfter":-1},{"x":20,"y":-5},{"x":20,"y":5},{"x":-20,"y":5}]""")).Issues).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void A_hundred_thousand_nodes_are_refused_at_once()
    {
        var nodes = "[" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"x":{{i % 400}},"y":{{i % 7}}}"""))) + "]";
        Assert.Equal("OUTLINE_TOO_MANY_NODES nodes=100000 max=1000", Assert.Single(ProjectReader.Read(Project(nodes)).Issues).ToString());
    }

    [Fact]
    public void Arcs_of_too_many_chords_are_refused_at_once()
    {
        var comb = string.Join(',', Enumerable.Range(0, 499).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"x":{{i - 250}},"y":{{(i % 2 == 0 ? -200 : 200)}},"bulgeAfter":0.01}""")));
        Assert.StartsWith("OUTLINE_TOO_COMPLEX chords=20000 ", Assert.Single(ProjectReader.Read(Project($$"""[{{comb}},{"x":249,"y":249},{"x":-250,"y":249}]""")).Issues).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void No_outline_is_the_rectangle(string nodes)
    {
        var (project, issues) = ProjectReader.Read(Project(nodes));
        Assert.Empty(issues);
        Assert.Null(project!.Board.Free);
    }

    [Fact]
    public void Closing_the_outline_with_its_first_node_changes_nothing() => Assert.Equal(
        Read("""[{"x":0,"y":0},{"x":10,"y":0},{"x":10,"y":20}]"""), Read("""[{"x":0,"y":0},{"x":10,"y":0},{"x":10,"y":20},{"x":0,"y":0}]"""));

    [Fact]
    public void What_the_outline_makes_void_is_named()
    {
        var (project, issues) = ProjectReader.Read(Project("""[{"x":0,"y":0},{"x":10,"y":0},{"x":10,"y":20}]""", ""","cornerRadius":2,"connectors":{"top":true}"""));
        Assert.NotNull(project!.Board.Free);
        Assert.False(project.Board.TopConnector);
        Assert.StartsWith("OUTLINE_REPLACES properties=[cornerRadius,connectors] ", Assert.Single(issues).ToString(), StringComparison.Ordinal);
    }

    private static BoardOutline Read(string nodes)
    {
        var (project, issues) = ProjectReader.Read(Project(nodes));
        Assert.Empty(issues);
        return project!.Board;
    }

    private static byte[] Project(string nodes, string more = "") =>
        Encoding.UTF8.GetBytes($$"""{"size":{"width":80,"height":60},"pcbOptions":{"outline":{{nodes}}{{more}}},"modules":[]}""");

    /// <summary>Nodes about the origin in the order of their angles, which cross nothing unless an arc does.</summary>
    private static string Star(Random random) => "[" + string.Join(',', Enumerable.Range(0, random.Next(3, 14)).Select(i => random.NextDouble() + i).ToArray() is var angles
        ? angles.Select(angle =>
        {
            var radius = 10 + 60 * random.NextDouble();
            var turn = angle / angles.Length * Math.Tau;
            return string.Create(CultureInfo.InvariantCulture,
                $$"""{"x":{{radius * Math.Cos(turn):0.####}},"y":{{radius * Math.Sin(turn):0.####}},"r":{{random.Next(3) * random.NextDouble() * 9:0.###}},"bulgeAfter":{{random.Next(2) * (random.NextDouble() - 0.5):0.###}}}""");
        })
        : []) + "]";
}
