using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

public class CopperPiecesTests
{
    private const long Reach = 300_000;

    private static readonly AttributeSet None = AttributeSet.None;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Fact]
    public void A_pad_is_asked_for_its_piece_by_layer_and_point()
    {
        var board = TestBoard.Good().Via("SDA", 0, 0).Track("SDA", CopperLayer.Back, 0.25, (0, 0), (0, -4)).Input();
        var pieces = CopperPieces.Build(board.Front, board.Back, board.Plated);
        var sda = pieces.PieceAt(CopperLayer.Front, TestBoard.At(-3, 0));
        Assert.NotNull(sda);
        Assert.Equal(sda, pieces.PieceAt(CopperLayer.Front, TestBoard.At(3.4, 0.4)));
        Assert.Equal(sda, pieces.PieceAt(CopperLayer.Back, TestBoard.At(0, -4)));
        Assert.NotEqual(sda, pieces.PieceAt(CopperLayer.Front, TestBoard.At(-3, 4)));
        Assert.Null(pieces.PieceAt(CopperLayer.Back, TestBoard.At(-3, 0)));
        Assert.Equal(sda, pieces.PieceAt(CopperLayer.Front, TestBoard.At(3.51, 0)));
        Assert.Null(pieces.PieceAt(CopperLayer.Front, TestBoard.At(3.53, 0)));
        Assert.Equal(sda, pieces.PieceOfHole(0));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pieces_are_those_of_comparing_every_shape_with_every_other(int seed)
    {
        var random = new Random(seed);
        GerberLayer front = AnyLayer(random), back = AnyLayer(random);
        var drills = new DrillFile(true, [.. Enumerable.Range(0, 10).Select(_ => (DrillHit)new DrillHole(AnyPoint(random), 300_000, null))]);
        var pieces = CopperPieces.Build(front, back, drills);
        var expected = Everything(pieces);
        for (var i = 0; i < pieces.Items.Length; i++)
        {
            for (var k = 0; k < i; k++)
            {
                Assert.Equal(expected.Same(i, k), pieces.PieceOf(i) == pieces.PieceOf(k));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_grid_meets_every_pair_within_reach_at_its_true_distance(int seed)
    {
        var random = new Random(seed);
        var pieces = CopperPieces.Build(AnyLayer(random), GerberLayer.Empty, DrillFile.Empty, reach: Reach);
        var met = new Dictionary<(int, int), double>();
        var collector = new Collector(pieces, met);
        pieces.Grids[0].VisitPairs(ref collector, Reach);
        for (var i = 0; i < pieces.Items.Length; i++)
        {
            for (var k = i + 1; k < pieces.Items.Length; k++)
            {
                var distance = pieces.Items[i].DistanceTo(pieces.Items[k], double.MaxValue);
                if (pieces.PieceOf(i) == pieces.PieceOf(k))
                {
                    continue;
                }

                Assert.Equal(distance < Reach, met.ContainsKey((i, k)));
                if (distance < Reach)
                {
                    Assert.Equal(distance, met[(i, k)], 1.0);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_point_finds_the_copper_it_lies_in(int seed)
    {
        var random = new Random(seed);
        var pieces = CopperPieces.Build(AnyLayer(random), GerberLayer.Empty, DrillFile.Empty);
        for (var i = 0; i < 200; i++)
        {
            var at = AnyPoint(random);
            var holders = Enumerable.Range(0, pieces.Items.Length).Where(item => pieces.Items[item].Contains(at)).Select(pieces.PieceOf).ToHashSet();
            if (pieces.PieceAt(CopperLayer.Front, at) is { } piece)
            {
                Assert.True(holders.Count == 0 || holders.Contains(piece));
            }
            else
            {
                Assert.Empty(holders);
            }
        }
    }

    /// <summary>Union-find over all pairs, without any index.</summary>
    private static DisjointSets Everything(CopperPieces pieces)
    {
        var sets = new DisjointSets(pieces.Items.Length);
        bool Touch(int a, Shape shape) => pieces.Items[a].DistanceTo(shape, double.MaxValue) < CopperPieces.Touch;
        for (var i = 0; i < pieces.Items.Length; i++)
        {
            for (var k = 0; k < i; k++)
            {
                if (pieces.Items[i].Layer == pieces.Items[k].Layer && pieces.Items[k].Shapes.ToArray().Any(plotted => Touch(i, plotted.Shape)))
                {
                    sets.Join(i, k);
                }
            }
        }

        foreach (var hole in pieces.Holes)
        {
            var met = Enumerable.Range(0, pieces.Items.Length).Where(i => Touch(i, hole.Shape)).ToList();
            met.ForEach(item => sets.Join(met[0], item));
        }

        return sets;
    }

    private static Point AnyPoint(Random random) => new(random.NextInt64(-15_000_000, 15_000_000), random.NextInt64(-15_000_000, 15_000_000));

    /// <summary>Strokes short and long, pads, macro pads, and planes with holes and many corners.</summary>
    private static GerberLayer AnyLayer(Random random) => new([], [.. Enumerable.Range(0, 50).Select(_ => AnyObject(random))]);

    private static GraphicObject AnyObject(Random random)
    {
        var at = AnyPoint(random);
        var pen = new CircleAperture(random.NextInt64(100_000, 600_000), 0, None);
        return random.Next(6) switch
        {
            0 => new Line(at, AnyPoint(random), pen, Polarity.Dark, None),
            1 => new Line(at, at + new Point(random.Next(-2_000_000, 2_000_000), 0), pen, Polarity.Dark, None),
            2 => new Flash(at, new RectangleAperture(800_000, 1_500_000, 300_000, None), Polarity.Dark, None),
            3 => new Flash(at, new MacroAperture("M", new([new MacroCircle(true, 900_000, new(500_000, 0), 30), new MacroCenterLine(true, 1_200_000, 300_000, default, 30)]), None), Polarity.Dark, None),
            4 => new Flash(at, new CircleAperture(3_000_000, 2_400_000, None), Polarity.Dark, None),
            _ => new Region(new([Star(random, at)]), null, Polarity.Dark, None),
        };
    }

    private static Contour Star(Random random, Point at)
    {
        var corners = random.Next(3, 60);
        var size = random.NextInt64(300_000, 8_000_000);
        var points = Enumerable.Range(0, corners)
            .Select(i => (Angle: Math.Tau * i / corners, Radius: size * (0.5 + random.NextDouble())))
            .Select(p => at + new Point((long)(p.Radius * Math.Cos(p.Angle)), (long)(p.Radius * Math.Sin(p.Angle))))
            .ToList();
        return new(points[0], new([.. points.Skip(1).Append(points[0]).Select(p => new ContourSegment(p, null, false))]));
    }

    private readonly struct Collector(CopperPieces pieces, Dictionary<(int, int), double> met) : CopperGrid.IPairVisitor
    {
        public bool Wants(int a, int b) => pieces.PieceOf(a) != pieces.PieceOf(b);

        public void Meet(int a, int b, double distance)
        {
            var key = (Math.Min(a, b), Math.Max(a, b));
            met[key] = Math.Min(distance, met.GetValueOrDefault(key, double.MaxValue));
        }
    }
}
