using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Issues;
using NetTopologySuite.Geometries;
using NtsPolygon = NetTopologySuite.Geometries.Polygon;
using Point = MakeDevice.Routing.Geometry.Point;

namespace MakeDevice.Routing.Panels;

/// <summary>Checks a panel before anything of it is delivered. Each kind of fault is told at most <see cref="MostTold"/> times.</summary>
internal sealed class PanelCheck(PanelBoard board, PanelDesign design)
{
    private const int MostTold = 20;

    /// <summary>Drills that fabrication houses have: 0.15 to 6.35 mm.</summary>
    private const long SmallestDrill = 150_000, LargestDrill = 6_350_000;

    /// <summary>Between the walls of two holes; a row of bites needs no more.</summary>
    private const long HoleToHole = 150_000;

    /// <summary>From a hole that is to stay whole to the panel's edge.</summary>
    private const long HoleToEdge = 300_000;

    private const long Touch = 1_000;
    private const double LeastOverlap = 1e6 * 1e3;

    private readonly Box _panel = PanelShapes.BoundsOf(design.Outline);

    /// <summary>Everything that a panel which is delivered has passed, and the number that it was held to where there is one.</summary>
    public static ImmutableArray<(string Code, long? Limit)> Checks { get; } =
    [
        ("PANEL_TOO_LARGE", PanelDesign.LongestSide), ("PANEL_OUTLINE_OPEN", null), ("PANEL_COPIES_OVERLAP", null), ("PANEL_COPY_OUTSIDE", null), ("PANEL_HOLE_OUTSIDE", null),
        ("PANEL_GRAPHICS_OUTSIDE", null), ("PANEL_DRILL_SIZE", SmallestDrill), ("PANEL_BITE_OFF_EDGE", null), ("PANEL_BITE_IN_COPPER", null), ("PANEL_HOLE_NEAR_EDGE", HoleToEdge),
        ("PANEL_HOLES_TOO_CLOSE", HoleToHole), ("PANEL_CUT_NOT_STRAIGHT", null), ("PANEL_CUT_SHORT", null), ("PANEL_PAD_WITHOUT_COPPER", null),
    ];

    public ImmutableArray<Issue> Issues()
    {
        IEnumerable<Issue> size = Size();
        if (size.Any())
        {
            return [.. size];
        }

        return
        [
            .. OpenOutline().Take(MostTold), .. Overlaps().Take(MostTold), .. Outside().Take(MostTold), .. Drills().Take(MostTold), .. Bites().Take(MostTold),
            .. Edges().Take(MostTold), .. HolesNearHoles().Take(MostTold), .. Cuts().Take(MostTold), .. Pads().Take(MostTold),
        ];
    }

    private IEnumerable<Issue> Size()
    {
        if (design.Outline.IsEmpty)
        {
            yield return PanelIssues.Invalid("$.boardOutlineD", "the panel has no outline");
        }
        else if (_panel.Width > PanelDesign.LongestSide || _panel.Height > PanelDesign.LongestSide)
        {
            yield return new(
                "PANEL_TOO_LARGE",
                $"widthMm={PanelIssues.Number(_panel.Width)} heightMm={PanelIssues.Number(_panel.Height)} mostMm={PanelIssues.Number(PanelDesign.LongestSide)}");
        }
    }

    private IEnumerable<Issue> OpenOutline()
    {
        var chains = OutlineChains.Of(design.Outline, ImmutableArray.CreateBuilder<GraphicObject>());
        return chains.Open.Select(chain => PanelIssues.At("PANEL_OUTLINE_OPEN", chain.Start, "error=the panel's outline is not closed here"));
    }

    private IEnumerable<Issue> Overlaps()
    {
        var bounds = board.Bounds;
        var touching = from right in Enumerable.Range(0, 2)
                       from down in Enumerable.Range(-1, 3)
                       where (right, down) is (1, _) or (0, 1)
                       where right < design.Columns && Math.Abs(down) < design.Rows
                       let offset = new Point(right * design.StepX, -down * design.StepY)
                       where Overlap(bounds, offset)
                       select (right, down);
        return touching.Select(pair => new Issue("PANEL_COPIES_OVERLAP", $"columns={pair.right} rows={pair.down} stepXmm={PanelIssues.Number(design.StepX)} stepYmm={PanelIssues.Number(design.StepY)}"));
    }

    /// <summary>The rectangles first; where they overlap, the outlines themselves, where a file has them.</summary>
    private bool Overlap(Box bounds, Point offset)
    {
        var moved = PanelShapes.Moved(bounds, offset);
        var common = new Box(
            Math.Max(bounds.Left, moved.Left), Math.Max(bounds.Bottom, moved.Bottom), Math.Min(bounds.Right, moved.Right), Math.Min(bounds.Top, moved.Top));
        if (bounds.IsEmpty || common.Width <= Touch || common.Height <= Touch)
        {
            return false;
        }

        return board.Outline.IsEmpty || Area(offset).Intersection(Area(default)).Area > LeastOverlap;
    }

    private NtsPolygon Area(Point offset)
    {
        var corners = board.Outline[0].Chords().Select(p => new Coordinate(p.X + offset.X, p.Y + offset.Y)).ToList();
        if (!corners[^1].Equals2D(corners[0]))
        {
            corners.Add(corners[0]);
        }

        var polygon = new NtsPolygon(new LinearRing([.. corners]));
        return polygon.IsValid ? polygon : (NtsPolygon)polygon.ConvexHull();
    }

    /// <summary>Every copy, and all that the panel adds, lies within its outline's rectangle.</summary>
    private IEnumerable<Issue> Outside()
    {
        var reach = _panel.Inflate(Touch);
        var copies = design.Offsets.Select(offset => PanelShapes.Moved(board.Bounds, offset)).Where(box => !box.IsEmpty && !Within(box, reach))
            .Select(box => PanelIssues.At("PANEL_COPY_OUTSIDE", box.Center, ""));
        var holes = Holes().Where(hole => !Within(new Box(hole.At.X, hole.At.Y, hole.At.X, hole.At.Y), reach)).Select(hole => PanelIssues.At("PANEL_HOLE_OUTSIDE", hole.At, ""));
        var drawn = design.Graphics.SelectMany(graphics => LayerPlot.Plot(new([], graphics.Value)).Where(plotted => !Within(plotted.Shape.Bounds, reach))
            .Select(plotted => PanelIssues.At("PANEL_GRAPHICS_OUTSIDE", plotted.Shape.Bounds.Center, $"file={graphics.Key}")));
        return copies.Concat(holes).Concat(drawn);
    }

    private static bool Within(Box inner, Box outer) =>
        inner.Left >= outer.Left && inner.Right <= outer.Right && inner.Bottom >= outer.Bottom && inner.Top <= outer.Top;

    private IEnumerable<DrillHole> Holes() => design.Vias.Concat(design.BiteHoles).Concat(design.RailHoles);

    private IEnumerable<Issue> Drills() => Holes().Select(hole => hole.Diameter).Distinct().Where(diameter => diameter is < SmallestDrill or > LargestDrill)
        .Select(diameter => new Issue(
            "PANEL_DRILL_SIZE", $"diameterMm={PanelIssues.Number(diameter)} leastMm={PanelIssues.Number(SmallestDrill)} mostMm={PanelIssues.Number(LargestDrill)}"));

    /// <summary>A bite breaks where it is: on an edge of a copy or of the panel, and not through copper.</summary>
    private IEnumerable<Issue> Bites()
    {
        if (design.BiteHoles.IsEmpty)
        {
            yield break;
        }

        var edges = new CopperNear(EdgeShapes());
        var copper = new CopperNear(board);
        var own = new CopperNear(OwnCopper());
        foreach (var hole in design.BiteHoles)
        {
            if (edges.IsFree(hole.At, hole.Diameter / 2, Touch))
            {
                yield return PanelIssues.At("PANEL_BITE_OFF_EDGE", hole.At, "");
            }

            if (!own.IsFree(hole.At, hole.Diameter / 2, 0) || !CopiesNear(hole.At).All(at => copper.IsFree(at, hole.Diameter / 2, 0)))
            {
                yield return PanelIssues.At("PANEL_BITE_IN_COPPER", hole.At, "");
            }
        }
    }

    /// <summary>The place as each copy near it sees it.</summary>
    private IEnumerable<Point> CopiesNear(Point at)
    {
        var bounds = board.Bounds.Inflate(Units.Millimetre);
        return design.Offsets.Select(offset => at - offset).Where(seen => Within(new Box(seen.X, seen.Y, seen.X, seen.Y), bounds));
    }

    private IEnumerable<Shape> EdgeShapes()
    {
        var copies = from contour in board.Outline
                     let corners = contour.Chords()
                     from offset in design.Offsets
                     from piece in corners.Zip([.. corners.Skip(1), corners[0]])
                     select (From: piece.First + offset, To: piece.Second + offset);
        return PanelShapes.Pieces(design.Outline).Concat(copies).Select(piece => new Capsule(piece.From, piece.To, 0));
    }

    private IEnumerable<Shape> OwnCopper() => design.Graphics.Where(graphics => graphics.Key.StartsWith("copper_", StringComparison.Ordinal))
        .SelectMany(graphics => LayerPlot.Copper(new([], graphics.Value))).Select(plotted => plotted.Shape);

    private IEnumerable<Issue> Edges()
    {
        var edges = new CopperNear(PanelShapes.Pieces(design.Outline).Select(piece => new Capsule(piece.From, piece.To, 0)));
        return design.Vias.Concat(design.RailHoles).Where(hole => !edges.IsFree(hole.At, hole.Diameter / 2, HoleToEdge))
            .Select(hole => PanelIssues.At("PANEL_HOLE_NEAR_EDGE", hole.At, $"leastMm={PanelIssues.Number(HoleToEdge)}"));
    }

    /// <summary>The panel's own holes among each other and to those of the copies.</summary>
    private IEnumerable<Issue> HolesNearHoles()
    {
        var copies = new CopperNear(board.Plated.Hits.Concat(board.NonPlated.Hits).Select(AsShape));
        var byPlace = Holes().OrderBy(hole => hole.At.X).ThenBy(hole => hole.At.Y).ToArray();
        for (var i = 0; i < byPlace.Length; i++)
        {
            var hole = byPlace[i];
            if (!CopiesNear(hole.At).All(at => copies.IsFree(at, hole.Diameter / 2, HoleToHole)) || NearNext(byPlace, i))
            {
                yield return PanelIssues.At("PANEL_HOLES_TOO_CLOSE", hole.At, $"leastMm={PanelIssues.Number(HoleToHole)}");
            }
        }
    }

    private static bool NearNext(DrillHole[] holes, int index)
    {
        var hole = holes[index];
        for (var next = index + 1; next < holes.Length && holes[next].At.X - hole.At.X <= LargestDrill + HoleToHole; next++)
        {
            if (hole.At.DistanceTo(holes[next].At) < (hole.Diameter + holes[next].Diameter) / 2 + HoleToHole)
            {
                return true;
            }
        }

        return false;
    }

    private static Shape AsShape(DrillHit hit) => hit switch
    {
        DrillHole hole => new Capsule(hole.At, hole.At, hole.Diameter / 2),
        DrillSlot slot => new Capsule(slot.From, slot.To, slot.Diameter / 2),
        _ => throw new ArgumentOutOfRangeException(nameof(hit)),
    };

    /// <summary>A cut is one straight line along an axis, from edge to edge of the panel.</summary>
    private IEnumerable<Issue> Cuts()
    {
        const long Slack = 100_000;
        foreach (var cut in design.Cuts)
        {
            if (cut is not Line line || (line.From.X != line.To.X && line.From.Y != line.To.Y))
            {
                yield return new("PANEL_CUT_NOT_STRAIGHT", "error=a V-cut must be straight and along an axis");
                continue;
            }

            var box = Box.Around(line.From, line.To);
            var spans = box.Width >= box.Height
                ? box.Left <= _panel.Left + Slack && box.Right >= _panel.Right - Slack
                : box.Bottom <= _panel.Bottom + Slack && box.Top >= _panel.Top - Slack;
            if (!spans)
            {
                yield return PanelIssues.At("PANEL_CUT_SHORT", line.From, $"toXmm={PanelIssues.Number(line.To.X)} toYmm={PanelIssues.Number(line.To.Y)}");
            }
        }
    }

    /// <summary>An opening of the mask for a pad shows copper, of the panel or of a copy.</summary>
    private IEnumerable<Issue> Pads()
    {
        if (design.MaskPads.IsEmpty)
        {
            return [];
        }

        var (own, copper) = (new CopperNear(OwnCopper()), new CopperNear(board));
        return design.MaskPads.Where(pad => !own.Touches(pad) && !CopiesNear(pad.Center).Any(at => copper.Touches(PanelShapes.Moved(pad, at - pad.Center))))
            .Select(pad => PanelIssues.At("PANEL_PAD_WITHOUT_COPPER", pad.Center, ""));
    }
}
