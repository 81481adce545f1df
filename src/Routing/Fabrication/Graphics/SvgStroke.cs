namespace MakeDevice.Routing.Fabrication.Graphics;

internal enum LineCap
{
    Butt,
    Round,
    Square,
}

internal enum LineJoin
{
    Miter,
    Round,
    Bevel,

    /// <summary>A miter that is cut off where it would be longer than its limit.</summary>
    ClippedMiter,
}

/// <param name="Width">User units.</param>
internal sealed record StrokePen(double Width, LineCap Cap, LineJoin Join, double MiterLimit);

/// <summary>
/// The outline of a stroked polyline as overlapping convex pieces, to be united under the non-zero rule: a bar for each
/// segment, a piece for each join and each cap (SVG 2, 13.5).
/// </summary>
internal sealed class SvgStroke(StrokePen pen, double tolerance)
{
    /// <summary>Length of a dash of no length, user units.</summary>
    private const double Shortest = 1e-6;

    private readonly List<Vec[]> _pieces = [];
    private readonly double _half = pen.Width / 2;

    /// <summary>Chords of a whole circle about the line.</summary>
    private int Sides => (int)Math.Clamp(Math.Ceiling(Math.PI / Math.Max(Math.Acos(Math.Clamp(1 - tolerance / _half, 0, 1)), 1e-9)), 8, 256);

    public IReadOnlyList<Vec[]> Outline(SubPath path)
    {
        _pieces.Clear();
        var points = Distinct(path);
        if (points.Count == 1)
        {
            Dot(points[0]);
            return _pieces;
        }

        var segments = path.Closed ? points.Count : points.Count - 1;
        for (var i = 0; i < segments; i++)
        {
            Bar(points[i], points[(i + 1) % points.Count]);
        }

        for (var i = path.Closed ? 0 : 1; i < (path.Closed ? points.Count : points.Count - 1); i++)
        {
            Join(points[(i + points.Count - 1) % points.Count], points[i], points[(i + 1) % points.Count]);
        }

        if (!path.Closed)
        {
            Cap(points[1], points[0]);
            Cap(points[^2], points[^1]);
        }

        return _pieces;
    }

    /// <summary>Cuts a subpath into dashes; lengths and gaps alternate (SVG 2, 13.5.5). A dash that reaches the beginning of a closed path goes on in the one that begins there.</summary>
    public static IReadOnlyList<SubPath> Dashes(SubPath path, IReadOnlyList<double> pattern, double offset, GraphicsBudget budget)
    {
        var dashes = new List<SubPath>();
        var total = pattern.Sum();
        var (index, left) = (0, ((offset % total) + total) % total);
        while (left > 0 && left >= pattern[index])
        {
            left -= pattern[index];
            index = (index + 1) % pattern.Count;
        }

        left = pattern[index] - left;
        var beginsDrawn = index % 2 == 0;
        var points = path.Closed ? [.. path.Points, path.Points[0]] : path.Points;
        var dash = new List<Vec> { points[0] };
        for (var i = 1; i < points.Count; i++)
        {
            var at = points[i - 1];
            for (var rest = (points[i] - at).Length; rest > left;)
            {
                budget.Point();
                at += (points[i] - at) * (left / rest);
                rest -= left;
                if (index % 2 == 0)
                {
                    // A dash of no length keeps its direction, for square caps.
                    dash.Add(pattern[index] > 0 ? at : at + (points[i] - at) * (Shortest / (points[i] - at).Length));
                    dashes.Add(new SubPath(dash, false));
                }

                dash = [at];
                index = (index + 1) % pattern.Count;
                left = pattern[index];
            }

            left -= (points[i] - at).Length;
            dash.Add(points[i]);
        }

        if (index % 2 == 0 && dash.Count > 1)
        {
            AddLast(new SubPath(dash, false));
        }

        return dashes;

        void AddLast(SubPath last)
        {
            if (!path.Closed || !beginsDrawn)
            {
                dashes.Add(last);
            }
            else if (dashes.Count == 0)
            {
                dashes.Add(path);
            }
            else
            {
                dashes[0] = new SubPath([.. last.Points, .. dashes[0].Points.Skip(1)], false);
            }
        }
    }

    public static List<Vec> Distinct(SubPath path)
    {
        var points = new List<Vec>(path.Points.Count);
        foreach (var p in path.Points)
        {
            if (points.Count == 0 || points[^1] != p)
            {
                points.Add(p);
            }
        }

        while (path.Closed && points.Count > 1 && points[^1] == points[0])
        {
            points.RemoveAt(points.Count - 1);
        }

        return points;
    }

    private void Bar(Vec a, Vec b)
    {
        var side = Normal(a, b) * _half;
        _pieces.Add([a - side, b - side, b + side, a + side]);
    }

    private void Dot(Vec p)
    {
        if (pen.Cap == LineCap.Round)
        {
            Disc(p);
        }
        else if (pen.Cap == LineCap.Square)
        {
            _pieces.Add([p + new Vec(-_half, -_half), p + new Vec(_half, -_half), p + new Vec(_half, _half), p + new Vec(-_half, _half)]);
        }
    }

    private void Cap(Vec from, Vec end)
    {
        if (pen.Cap == LineCap.Round)
        {
            Disc(end);
        }
        else if (pen.Cap == LineCap.Square)
        {
            Bar(end, end + (end - from) * (_half / (end - from).Length));
        }
    }

    private void Join(Vec before, Vec at, Vec after)
    {
        Vec a = Normal(before, at) * _half, b = Normal(at, after) * _half;
        if (Vec.Cross(a, b) == 0 && Vec.Dot(a, b) > 0)
        {
            return;
        }

        // The outer side of the bend.
        if (Vec.Cross(a, b) > 0)
        {
            (a, b) = (a * -1, b * -1);
        }

        if (pen.Join == LineJoin.Round)
        {
            Wedge(at, a, b);
            return;
        }

        var tip = a + b;
        var cosine = tip.Length / (2 * _half);
        _pieces.Add(pen.Join switch
        {
            LineJoin.Miter or LineJoin.ClippedMiter when cosine > 1e-9 && 1 / cosine <= pen.MiterLimit => [at, at + a, at + tip * (1 / (2 * cosine * cosine)), at + b],
            LineJoin.ClippedMiter => ClippedMiter(at, a, b, Unit(before, at), Unit(after, at)),
            _ => [at, at + a, at + b],
        });
    }

    /// <summary>The sides of a miter up to a line across it, half of the pen's width times its limit from the vertex (SVG 2, 13.5.6).</summary>
    /// <param name="before">Direction towards the vertex, of length 1.</param>
    /// <param name="after">That from the other side.</param>
    private Vec[] ClippedMiter(Vec at, Vec a, Vec b, Vec before, Vec after)
    {
        var cosine = (a + b).Length / (2 * _half);
        var length = _half * Math.Max(0, pen.MiterLimit - cosine) / Math.Sqrt(1 - cosine * cosine);
        return [at, at + a, at + a + before * length, at + b + after * length, at + b];
    }

    /// <summary>The outer part of a round join alone: a whole disc near the end of a curve would reach over that end.</summary>
    private void Wedge(Vec at, Vec a, Vec b)
    {
        var sweep = Vec.Cross(a, b) == 0 ? -Math.PI : Math.Atan2(Vec.Cross(a, b), Vec.Dot(a, b));
        var parts = Math.Max(1, (int)Math.Ceiling(Sides * Math.Abs(sweep) / (2 * Math.PI)));
        var wedge = new Vec[parts + 2];
        wedge[0] = at;
        for (var i = 0; i <= parts; i++)
        {
            var (sin, cos) = Math.SinCos(sweep * i / parts);
            wedge[i + 1] = at + new Vec(a.X * cos - a.Y * sin, a.X * sin + a.Y * cos);
        }

        _pieces.Add(wedge);
    }

    private void Disc(Vec centre)
    {
        var sides = Sides;
        var disc = new Vec[sides];
        for (var i = 0; i < sides; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / sides);
            disc[i] = centre + new Vec(_half * cos, _half * sin);
        }

        _pieces.Add(disc);
    }

    private static Vec Normal(Vec a, Vec b)
    {
        var along = Unit(a, b);
        return new Vec(-along.Y, along.X);
    }

    private static Vec Unit(Vec a, Vec b) => (b - a) * (1 / (b - a).Length);
}
