using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// What the carrier prints on the front silkscreen: a corner mark and a name beside every module, and the board's own name. Nothing of it lies in a module's zone, on a
/// pad, a hole or other legend, or over the edge; what has no room is left out. No date: the same project gives the same bytes.
/// </summary>
/// <param name="LeftOut">Texts that had no room.</param>
/// <param name="Areas">Boxes about what is printed, with the distance to whatever must not touch it: a hole that comes after keeps out of them.</param>
internal sealed record BoardLegend(ImmutableArray<GraphicObject> Objects, ImmutableArray<string> LeftOut, ImmutableArray<Box> Areas)
{
    /// <summary>Between a line of the legend and whatever it must not touch; nanometres.</summary>
    private const long Distance = 150_000;

    /// <summary>Length of the two lines of a mark.</summary>
    private const long MarkLength = 1_000_000;

    /// <summary>Places for the board's name: so many rows and columns are tried.</summary>
    private const int TitlePlaces = 24;

    /// <summary>The board's name is larger than those of modules.</summary>
    private const int TitleScale = 3, TitleShare = 2;

    public static BoardLegend Of(PlacedBoard board, RoutedBoard routed)
    {
        var paper = new Paper(board, routed);
        var rules = board.Rules.Legend;
        foreach (var module in rules.Marks ? board.Modules : [])
        {
            paper.TryDrawAround(Mark(module));
        }

        var leftOut = ImmutableArray.CreateBuilder<string>();
        var title = rules.Title ? $"{board.Project.Name.Trim()} {rules.Version.Trim()}".Trim() : "";
        foreach (var (text, places) in Texts(board, title, rules.Height).Where(text => text.Text.Length > 0))
        {
            if (!places.Any(paper.TryDraw))
            {
                leftOut.Add(text);
            }
        }

        return new([.. paper.Objects], leftOut.ToImmutable(), [.. paper.Drawn.Select(box => box.Inflate(Distance))]);
    }

    /// <summary>Every text with the strokes of all places to try, the best first.</summary>
    private static IEnumerable<(string Text, IEnumerable<ImmutableArray<ImmutableArray<Point>>> Places)> Texts(PlacedBoard board, string title, long height)
    {
        yield return (title, Sizes(height * TitleScale / TitleShare).Append(height * 4 / 5).SelectMany(size => TitleStrokes(board, title, size)));
        foreach (var module in board.Rules.Legend.Names ? board.Modules : [])
        {
            var name = module.Instance.Key.Name;
            yield return (name, Sizes(height).SelectMany(size => NameStrokes(board, module, name, size)));
        }
    }

    private static long[] Sizes(long height) => [height, height * 4 / 5];

    /// <summary>About the top left corner of the module as its maker drew it.</summary>
    private static ImmutableArray<ImmutableArray<Point>> Mark(PlacedModule module)
    {
        if (module.Package.Zones.IsEmpty)
        {
            return [];
        }

        var zone = module.Package.Zones.Aggregate(Box.Empty, (all, box) => all.Union(box)).Inflate(2 * Distance);
        var corner = new Point(zone.Left, zone.Top);
        Point[] line = [corner - new Point(0, Math.Min(MarkLength, zone.Height / 2)), corner, corner + new Point(Math.Min(MarkLength, zone.Width / 2), 0)];
        return [[.. line.Select(module.Instance.Placement.Apply)]];
    }

    /// <summary>Above and below the module, then upright beside it: in the middle, and flush with either end.</summary>
    private static IEnumerable<ImmutableArray<ImmutableArray<Point>>> NameStrokes(PlacedBoard board, PlacedModule module, string name, long size)
    {
        var zones = board.Zones.Where(zone => zone.Module == module.Index).Aggregate(Box.Empty, (all, zone) => all.Union(zone.Bounds));
        if (zones.IsEmpty)
        {
            yield break;
        }

        var (width, depth, gap) = (StrokeFont.Width(name, size), StrokeFont.Depth(size), 2 * Distance + board.Rules.Legend.LineWidth);
        foreach (var x in new[] { zones.Center.X - width / 2, zones.Left, zones.Right - width })
        {
            yield return Strokes(name, size, new(new(x, zones.Top + gap + depth), 0));
            yield return Strokes(name, size, new(new(x, zones.Bottom - gap - size), 0));
        }

        foreach (var y in new[] { zones.Center.Y - width / 2, zones.Bottom, zones.Top - width })
        {
            yield return Strokes(name, size, new(new(zones.Left - gap - depth, y), 90));
            yield return Strokes(name, size, new(new(zones.Right + gap + size, y), 90));
        }
    }

    /// <summary>From the bottom up, from the left to the right.</summary>
    private static IEnumerable<ImmutableArray<ImmutableArray<Point>>> TitleStrokes(PlacedBoard board, string title, long size)
    {
        var room = board.Project.Board.Bounds.Inflate(-(SvgSilkscreen.Inset + board.Rules.Legend.LineWidth));
        var (width, bottom) = (StrokeFont.Width(title, size), room.Bottom + StrokeFont.Depth(size));
        for (var row = 0; row <= TitlePlaces; row++)
        {
            for (var column = 0; column <= TitlePlaces && room.Width > width; column++)
            {
                var at = new Point(room.Left + (room.Width - width) * column / TitlePlaces, bottom + (room.Top - size - bottom) * row / TitlePlaces);
                yield return Strokes(title, size, new(at, 0));
            }
        }
    }

    private static ImmutableArray<ImmutableArray<Point>> Strokes(string text, long size, Placement placement) =>
        [.. StrokeFont.Strokes(text, size).Select(stroke => stroke.Select(placement.Apply).ToImmutableArray())];

    /// <summary>The silkscreen as it fills.</summary>
    private sealed class Paper
    {
        private readonly PlacedBoard _board;
        private readonly List<Box> _taken;
        private readonly List<Polygon> _zones;
        private readonly Aperture _pen;

        public Paper(PlacedBoard board, RoutedBoard routed)
        {
            _board = board;
            _pen = new CircleAperture(board.Rules.Legend.LineWidth, 0, AttributeSet.None);
            _zones = [.. board.Zones.Select(zone => new Polygon(zone.Corners.Items))];
            var holes = BoardCopper.Of(board, routed).Plated.Hits.Concat(BoardDrills.NonPlated(board).Hits).Select(hit => Box.Around(hit.Place.From, hit.Place.To).Inflate(hit.Diameter / 2));
            var graphics = SvgSilkscreen.Read(board.Project.GraphicsSvg, board.Project.Board).Objects;
            _taken =
            [
                .. holes,
                .. board.MountingHoles.Select(hole => Box.Around(hole.At, hole.At).Inflate(hole.KeepOut / 2)),
                .. board.Modules.SelectMany(module => ModulePrint.OutsideZones(module.Package).Select(box => Moved(box, module.Instance.Placement))),
                .. graphics.Select(drawn => Extent.BoundsOf(new([], [drawn]))),
            ];
        }

        public List<GraphicObject> Objects { get; } = [];

        /// <summary>Boxes about the objects.</summary>
        public List<Box> Drawn { get; } = [];

        /// <summary>Draws a text where all of it has room.</summary>
        public bool TryDraw(ImmutableArray<ImmutableArray<Point>> strokes) => TryDraw(strokes, [Box.Around(strokes.SelectMany(stroke => stroke))]);

        /// <summary>Draws a line where all its parts have room, whatever it goes around.</summary>
        public bool TryDrawAround(ImmutableArray<ImmutableArray<Point>> strokes) =>
            TryDraw(strokes, [.. strokes.SelectMany(stroke => stroke.Zip(stroke.Skip(1), Box.Around))]);

        private bool TryDraw(ImmutableArray<ImmutableArray<Point>> strokes, ImmutableArray<Box> parts)
        {
            var boxes = parts.Where(part => !part.IsEmpty).Select(part => part.Inflate((_board.Rules.Legend.LineWidth + 1) / 2)).ToList();
            if (boxes.Count == 0 || !boxes.TrueForAll(IsFree))
            {
                return false;
            }

            _taken.AddRange(boxes);
            Drawn.AddRange(boxes);
            Objects.AddRange(strokes.SelectMany(Draw));
            return true;
        }

        private IEnumerable<GraphicObject> Draw(ImmutableArray<Point> stroke) => stroke.Length == 1
            ? [new Flash(stroke[0], _pen, Polarity.Dark, AttributeSet.None)]
            : stroke.Zip(stroke.Skip(1), (from, to) => from == to
                ? (GraphicObject)new Flash(from, _pen, Polarity.Dark, AttributeSet.None)
                : new Line(from, to, _pen, Polarity.Dark, AttributeSet.None));

        private bool IsFree(Box box)
        {
            var area = new Polygon([new(box.Left, box.Bottom), new(box.Right, box.Bottom), new(box.Right, box.Top), new(box.Left, box.Top)]);
            return !_taken.Exists(box.Inflate(Distance).Intersects)
                && !_zones.Exists(zone => zone.Bounds.Intersects(box) && Shapes.Distance(zone, area) <= 0)
                && EdgeDistance.Of(_board.Project.Board, area) >= SvgSilkscreen.Inset;
        }

        private static Box Moved(Box box, Placement placement) => Box.Around(
            new[] { new Point(box.Left, box.Bottom), new(box.Right, box.Bottom), new(box.Right, box.Top), new(box.Left, box.Top) }.Select(placement.Apply));
    }
}
