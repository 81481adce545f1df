namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>One subpath as a polyline in user units.</summary>
internal sealed record SubPath(List<Vec> Points, bool Closed);

/// <summary>
/// Draws paths and flattens their curves to chords that deviate at most a given distance (SVG 2, 9.3 and B.2.4).
/// </summary>
internal sealed class SvgPath(double tolerance, GraphicsBudget budget)
{
    private const int MostChords = 4096;
    private readonly List<SubPath> _done = [];
    private readonly List<(int SubPath, int Point)> _vertices = [];
    private List<Vec> _points = [];
    private char _previous;

    public Vec Current => _points.Count > 0 ? _points[^1] : default;

    public void MoveTo(Vec p)
    {
        End(closed: false);
        _points = [p];
    }

    public void LineTo(Vec p)
    {
        budget.Point();
        _points.Add(p);
    }

    public void CubicTo(Vec c1, Vec c2, Vec to)
    {
        var from = Current;
        var bend = Math.Max((from - c1 * 2 + c2).Length, (c1 - c2 * 2 + to).Length);
        var chords = Chords(Math.Sqrt(0.75 * bend / tolerance));
        for (var i = 1; i < chords; i++)
        {
            double t = i / (double)chords, u = 1 - t;
            LineTo(from * (u * u * u) + c1 * (3 * u * u * t) + c2 * (3 * u * t * t) + to * (t * t * t));
        }

        LineTo(to);
    }

    public void QuadraticTo(Vec c, Vec to) => CubicTo(Current + (c - Current) * (2 / 3.0), to + (c - to) * (2 / 3.0), to);

    /// <summary>An elliptic arc by its end points (SVG 2, B.2.4 and B.2.5).</summary>
    public void ArcTo(double rx, double ry, double degrees, bool large, bool sweep, Vec to)
    {
        var from = Current;
        (rx, ry) = (Math.Abs(rx), Math.Abs(ry));
        if (rx == 0 || ry == 0 || from == to)
        {
            LineTo(to);
            return;
        }

        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var half = (from - to) * 0.5;
        var p = new Vec(cos * half.X + sin * half.Y, cos * half.Y - sin * half.X);
        var excess = p.X * p.X / (rx * rx) + p.Y * p.Y / (ry * ry);
        if (excess > 1)
        {
            (rx, ry) = (rx * Math.Sqrt(excess), ry * Math.Sqrt(excess));
        }

        var root = Math.Sqrt(Math.Max(0, 1 / Math.Max(excess, 1e-300) - 1)) * (large == sweep ? -1 : 1);
        root = excess > 1 ? 0 : root;
        var c = new Vec(root * rx * p.Y / ry, -root * ry * p.X / rx);
        var centre = new Vec(cos * c.X - sin * c.Y, sin * c.X + cos * c.Y) + (from + to) * 0.5;
        var start = Math.Atan2((p.Y - c.Y) / ry, (p.X - c.X) / rx);
        var turn = Math.Atan2((-p.Y - c.Y) / ry, (-p.X - c.X) / rx) - start;
        turn += sweep && turn < 0 ? 2 * Math.PI : !sweep && turn > 0 ? -2 * Math.PI : 0;
        EllipseTo(centre, rx, ry, (sin, cos), start, turn);
        LineTo(to);
    }

    public void Close()
    {
        if (_points.Count > 0)
        {
            var start = _points[0];
            End(closed: true);
            _points = [start];
        }
    }

    public IReadOnlyList<SubPath> Finish()
    {
        End(closed: false);
        return _done;
    }

    /// <summary>
    /// The vertices that markers stand at, in order, each with the direction in which the path passes it (SVG 2, 11.6.2): the bisector where it bends.
    /// </summary>
    /// <param name="paths">What <see cref="Finish"/> returned.</param>
    public IEnumerable<(Vec At, Vec Direction)> Vertices(IReadOnlyList<SubPath> paths)
    {
        foreach (var (path, point) in _vertices.Distinct())
        {
            if (path < paths.Count && point < paths[path].Points.Count)
            {
                yield return (paths[path].Points[point], Direction(paths[path], point));
            }
        }
    }

    /// <summary>Notes the current point as a vertex.</summary>
    public void Vertex()
    {
        if (_points.Count > 0)
        {
            _vertices.Add((_done.Count, _points.Count - 1));
        }
    }

    private static Vec Direction(SubPath path, int point)
    {
        var points = path.Points;
        var into = point > 0 ? Unit(points[point] - points[point - 1]) : path.Closed ? Unit(points[0] - points[^1]) : default;
        var outOf = point + 1 < points.Count ? Unit(points[point + 1] - points[point]) : path.Closed ? Unit(points[0] - points[^1]) : default;
        var sum = into + outOf;
        return sum.Length > 1e-9 ? sum : into;
    }

    private static Vec Unit(Vec v) => v.Length > 0 ? v * (1 / v.Length) : v;

    /// <summary>A whole ellipse as one closed subpath.</summary>
    public void Ellipse(Vec centre, double rx, double ry)
    {
        MoveTo(centre + new Vec(rx, 0));
        EllipseTo(centre, rx, ry, (0, 1), 0, 2 * Math.PI);
        Close();
    }

    /// <summary>True where path data had an error: what followed it is not drawn.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Reads path data; what follows an error is not drawn, as SVG 2, 9.3.9 asks.</summary>
    public void Draw(string data) => IsCutShort = data.Trim() != "none" && !Read(data);

    /// <returns>False where it has an error.</returns>
    private bool Read(string data)
    {
        var scanner = new SvgScanner(data);
        Span<double> v = stackalloc double[7];
        var (command, control, started) = ('\0', default(Vec), false);
        while (true)
        {
            scanner.SkipSeparator();
            if (char.IsAsciiLetter(scanner.Peek))
            {
                command = scanner.Peek;
                scanner.Skip();
            }
            else if (command is '\0' or 'z' or 'Z' || scanner.AtEnd)
            {
                return scanner.AtEnd;
            }

            if (!(started |= command is 'm' or 'M') || !Arguments(ref scanner, command, v))
            {
                return false;
            }

            control = Step(command, v, control);
            Vertex();
            command = command switch { 'M' => 'L', 'm' => 'l', _ => command };
        }
    }

    // Performs a command; returns the control point that S or T would mirror.
    private Vec Step(char command, ReadOnlySpan<double> v, Vec control)
    {
        var origin = char.IsAsciiLetterLower(command) ? Current : default;
        var upper = char.ToUpperInvariant(command);
        Vec P(ReadOnlySpan<double> values, int i) => origin + new Vec(values[i], values[i + 1]);
        var mirrored = upper is 'S' or 'T' && char.ToUpperInvariant(_previous) is var p && (upper == 'S' ? p is 'C' or 'S' : p is 'Q' or 'T')
            ? Current * 2 - control
            : Current;
        _previous = command;
        switch (upper)
        {
            case 'M':
                MoveTo(P(v, 0));
                break;
            case 'L':
                LineTo(P(v, 0));
                break;
            case 'H':
                LineTo(new Vec(origin.X + v[0], Current.Y));
                break;
            case 'V':
                LineTo(new Vec(Current.X, origin.Y + v[0]));
                break;
            case 'C':
                CubicTo(P(v, 0), P(v, 2), P(v, 4));
                return P(v, 2);
            case 'S':
                CubicTo(mirrored, P(v, 0), P(v, 2));
                return P(v, 0);
            case 'Q':
                QuadraticTo(P(v, 0), P(v, 2));
                return P(v, 0);
            case 'T':
                QuadraticTo(mirrored, P(v, 0));
                return mirrored;
            case 'A':
                ArcTo(v[0], v[1], v[2], v[3] != 0, v[4] != 0, P(v, 5));
                break;
            default:
                Close();
                break;
        }

        return Current;
    }

    private static bool Arguments(ref SvgScanner scanner, char command, scoped Span<double> v)
    {
        var count = char.ToUpperInvariant(command) switch
        {
            'M' or 'L' or 'T' => 2,
            'H' or 'V' => 1,
            'C' => 6,
            'S' or 'Q' => 4,
            'A' => 7,
            'Z' => 0,
            _ => -1,
        };
        for (var i = 0; i < count; i++)
        {
            scanner.SkipSeparator();
            if (count == 7 && i is 3 or 4)
            {
                if (!scanner.TryFlag(out var flag))
                {
                    return false;
                }

                v[i] = flag ? 1 : 0;
            }
            else if (!scanner.TryNumber(out v[i]))
            {
                return false;
            }
        }

        return count >= 0;
    }

    private void EllipseTo(Vec centre, double rx, double ry, (double Sin, double Cos) turned, double start, double turn)
    {
        var step = 2 * Math.Acos(Math.Clamp(1 - tolerance / Math.Max(rx, ry), 0, 1));
        var chords = Chords(Math.Abs(turn) / Math.Max(step, 1e-9));
        for (var i = 1; i < chords; i++)
        {
            var (sin, cos) = Math.SinCos(start + turn * i / chords);
            double x = rx * cos, y = ry * sin;
            LineTo(centre + new Vec(turned.Cos * x - turned.Sin * y, turned.Sin * x + turned.Cos * y));
        }
    }

    private static int Chords(double wanted) => (int)Math.Clamp(Math.Ceiling(wanted), 1, MostChords);

    private void End(bool closed)
    {
        if (_points.Count > 1 || (closed && _points.Count == 1))
        {
            budget.Point();
            _done.Add(new SubPath(_points, closed));
        }

        _points = [];
    }
}
