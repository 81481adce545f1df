using System.Runtime.InteropServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Fills and strokes paths onto a canvas, inside what can be seen of the board.</summary>
internal sealed class SvgPainter(BoardClip clip, Box board, GraphicsBudget budget, GraphicsNotes notes)
{
    /// <summary>Chords of curves deviate at most this far, nanometres.</summary>
    public const double Tolerance = 2_000;

    /// <summary>Fainter than this nobody sees it.</summary>
    public const double Faintest = 0.1;

    // Beyond a kilometre a coordinate is no longer drawn where it says: nothing of it is on the board either way.
    private const double Far = 1e12;

    /// <summary>Where legend may be printed.</summary>
    public InkArea Board { get; } = new(clip.Rings);

    public void Paint(IReadOnlyList<SubPath> paths, SvgContext context, bool fills)
    {
        var fill = fills ? Seen(context.Style.FillPaint) : SvgPaint.None;
        var stroke = Seen(context.Style.StrokePaint);
        NotePlace(paths, context, fill, stroke);
        if (context.Style.StrokeFirst)
        {
            Stroke(paths, context, stroke);
        }

        if (fill.Paints)
        {
            var area = Fill(paths.Select(path => path.Points), context.Matrix, context.Style.EvenOdd, oriented: false, context.Clip);
            context.Canvas.Add(new(area, []), fill);
        }

        if (!context.Style.StrokeFirst)
        {
            Stroke(paths, context, stroke);
        }
    }

    /// <summary>The area that contours enclose under a fill rule, inside a clip.</summary>
    /// <param name="oriented">True for pieces that are to add up, whichever way they turn.</param>
    public InkArea Fill(IEnumerable<IReadOnlyList<Vec>> contours, Affine matrix, bool evenOdd, bool oriented, InkArea inside)
    {
        var sweep = new AreaSweep(inside, budget);
        var points = new List<Point>();
        foreach (var contour in contours)
        {
            points.Clear();
            foreach (var p in contour)
            {
                points.Add(Round(matrix.Apply(p)));
            }

            if (oriented && Ring.DoubledArea(CollectionsMarshal.AsSpan(points)) < 0)
            {
                points.Reverse();
            }

            sweep.Add(CollectionsMarshal.AsSpan(points));
        }

        return sweep.Fill(evenOdd);
    }

    /// <summary>Notes what a board cannot show of a paint.</summary>
    private SvgPaint Seen(SvgPaint paint)
    {
        if (!paint.Paints)
        {
            return paint;
        }

        if (paint.Server.Length > 0)
        {
            notes.Property(paint.Server == "pattern" ? "pattern" : "gradient");
        }

        if (paint.Alpha < 1)
        {
            notes.Property("opacity");
        }

        return paint.Alpha < Faintest ? SvgPaint.None : paint;
    }

    private void NotePlace(IReadOnlyList<SubPath> paths, SvgContext context, SvgPaint fill, SvgPaint stroke)
    {
        // What a clip cuts off was meant to be cut off.
        var isInk = (fill.Paints && !fill.IsWhite) || (stroke.Paints && !stroke.IsWhite);
        if (!isInk || !ReferenceEquals(context.Clip, Board))
        {
            return;
        }

        var reach = stroke.Paints && !stroke.IsWhite ? (long)Math.Min(context.Style.StrokeWidth / 2 * context.Matrix.Scale, Far) : 0;
        var box = paths.SelectMany(path => path.Points).Aggregate(Box.Empty, (grown, p) => grown.Include(Round(context.Matrix.Apply(p))));
        if (box.IsEmpty)
        {
            return;
        }

        box = box.Inflate(reach);
        if (!box.Intersects(board))
        {
            notes.OffBoard++;
        }
        else if (!board.Inflate(1).Contains(new(box.Left, box.Bottom)) || !board.Inflate(1).Contains(new(box.Right, box.Top)))
        {
            notes.Cut++;
        }
    }

    private void Stroke(IReadOnlyList<SubPath> paths, SvgContext context, SvgPaint paint)
    {
        if (!paint.Paints)
        {
            return;
        }

        var style = context.Style;
        var lines = style.Dashes.Count == 0
            ? paths
            : [.. paths.SelectMany(path => SvgStroke.Dashes(path, style.Dashes, style.DashOffset, budget))];
        var pen = new StrokePen(style.StrokeWidth, style.Cap, style.Join, style.MiterLimit);
        var outlined = new List<SubPath>();
        foreach (var path in lines)
        {
            if (!TryDraw(path, pen, context, paint))
            {
                outlined.Add(path);
            }
        }

        var stroke = new SvgStroke(pen, Tolerance / context.Matrix.Scale);
        var area = Fill(outlined.SelectMany(path => stroke.Outline(path).ToArray()), context.Matrix, evenOdd: false, oriented: true, context.Clip);
        context.Canvas.Add(new(area, []), paint);
    }

    // A round pen that stays a circle and on the board is what a round aperture draws.
    private bool TryDraw(SubPath path, StrokePen pen, SvgContext context, SvgPaint paint)
    {
        var closedRound = pen.Join == LineJoin.Round && (pen.Cap == LineCap.Round || path.Closed);
        var width = (long)Math.Round(pen.Width * context.Matrix.Scale);
        if (!closedRound || !context.Matrix.IsSimilarity || width < 1_000 || !ReferenceEquals(context.Clip, Board))
        {
            return false;
        }

        var points = SvgStroke.Distinct(path).ConvertAll(p => Round(context.Matrix.Apply(p)));
        if (!points.TrueForAll(p => clip.Contains(p, (width + 1) / 2)))
        {
            return false;
        }

        var aperture = new CircleAperture(width, 0, AttributeSet.None);
        var segments = points.Count == 1 ? 1 : path.Closed ? points.Count : points.Count - 1;
        var drawn = Enumerable.Range(0, segments).Select(i => new Line(points[i], points[(i + 1) % points.Count], aperture, Polarity.Dark, AttributeSet.None));
        context.Canvas.Add(new(InkArea.Empty, [.. drawn]), paint);
        return true;
    }

    private static Point Round(Vec p) => new(
        double.IsNaN(p.X) ? 0 : (long)Math.Round(Math.Clamp(p.X, -Far, Far)),
        double.IsNaN(p.Y) ? 0 : (long)Math.Round(Math.Clamp(p.Y, -Far, Far)));
}
