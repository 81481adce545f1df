using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Previews;

/// <summary>
/// SVG path data, compact: millimetres with at most three decimals, relative after each start, y down. Filled outlines all turn the same
/// way and their holes the other, so that overlapping parts of one path add up under the non-zero rule.
/// </summary>
internal sealed class PathText
{
    private readonly StringBuilder _text = new();

    // Where the pen is, in micrometres as written: differences of rounded numbers do not drift.
    private long _x, _y;
    private Point? _strokeEnd;

    public bool IsEmpty => _text.Length == 0;

    public override string ToString() => _text.ToString();

    /// <summary>A straight stroke; continues the last one where it begins at its end.</summary>
    public void Stroke(Point from, Point to)
    {
        if (_strokeEnd != from)
        {
            MoveTo(from);
        }

        LineTo(to);
        _strokeEnd = to;
    }

    /// <summary>Strokes from each point to the next.</summary>
    public void Polyline(ReadOnlySpan<Point> points)
    {
        for (var i = 1; i < points.Length; i++)
        {
            Stroke(points[i - 1], points[i]);
        }
    }

    public void Fill(Shape shape)
    {
        switch (shape)
        {
            case Capsule { Radius: <= 0 }:
                break;
            case Capsule capsule when capsule.A == capsule.B:
                Circle(capsule.A, capsule.Radius);
                break;
            case Capsule capsule:
                Obround(capsule);
                break;
            case Polygon polygon:
                Outline(polygon.Outline, counterClockwise: true);
                foreach (var hole in polygon.Holes)
                {
                    Outline(hole, counterClockwise: false);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape));
        }
    }

    public void Circle(Point center, long radius)
    {
        var opposite = new Point(center.X + radius, center.Y);
        var start = new Point(center.X - radius, center.Y);
        MoveTo(start);
        ArcTo(opposite, radius, large: false, clockwise: false);
        ArcTo(start, radius, large: false, clockwise: false);
        Close();
    }

    public void MoveTo(Point p)
    {
        (_x, _y) = (Micrometres(p.X), -Micrometres(p.Y));
        _text.Append('M');
        Number(_x);
        Number(_y);
        _strokeEnd = null;
    }

    public void LineTo(Point p)
    {
        var (dx, dy) = Step(p);
        if (dy == 0)
        {
            _text.Append('h');
            Number(dx);
        }
        else if (dx == 0)
        {
            _text.Append('v');
            Number(dy);
        }
        else
        {
            _text.Append('l');
            Number(dx);
            Number(dy);
        }
    }

    /// <param name="clockwise">As the board is seen: clockwise is also SVG's positive sweep on its y-down page.</param>
    public void ArcTo(Point p, long radius, bool large, bool clockwise)
    {
        var (dx, dy) = Step(p);
        _text.Append('a');
        Number(Micrometres(radius));
        Number(Micrometres(radius));
        _text.Append(large ? " 0 1 " : " 0 0 ").Append(clockwise ? '1' : '0');
        Number(dx);
        Number(dy);
    }

    public void Close()
    {
        _text.Append('z');
        _strokeEnd = null;
    }

    /// <summary>A length of nanometres in millimetres.</summary>
    public static string Millimetres(long nanometres)
    {
        var text = new StringBuilder(8);
        AppendMillimetres(text, Micrometres(nanometres));
        return text.ToString();
    }

    private void Obround(Capsule capsule)
    {
        var scale = capsule.Radius / capsule.A.DistanceTo(capsule.B);
        var across = new Point(
            (long)Math.Round((capsule.B.Y - capsule.A.Y) * scale), (long)Math.Round((capsule.A.X - capsule.B.X) * scale));
        MoveTo(capsule.A + across);
        LineTo(capsule.B + across);
        ArcTo(capsule.B - across, capsule.Radius, large: false, clockwise: false);
        LineTo(capsule.A - across);
        ArcTo(capsule.A + across, capsule.Radius, large: false, clockwise: false);
        Close();
    }

    private void Outline(ImmutableArray<Point> ring, bool counterClockwise)
    {
        var forward = Ring.DoubledArea(ring.AsSpan()) > 0 == counterClockwise;
        MoveTo(ring[forward ? 0 : ^1]);
        for (var i = 1; i < ring.Length; i++)
        {
            LineTo(ring[forward ? i : ring.Length - 1 - i]);
        }

        Close();
    }

    private (long Dx, long Dy) Step(Point to)
    {
        var (x, y) = (Micrometres(to.X), -Micrometres(to.Y));
        var step = (x - _x, y - _y);
        (_x, _y) = (x, y);
        return step;
    }

    /// <summary>Appends a number; a minus sign separates as well as a blank does.</summary>
    private void Number(long micrometres)
    {
        if (micrometres >= 0 && !char.IsAsciiLetter(_text[^1]))
        {
            _text.Append(' ');
        }

        AppendMillimetres(_text, micrometres);
    }

    private static void AppendMillimetres(StringBuilder text, long micrometres)
    {
        if (micrometres < 0)
        {
            text.Append('-');
        }

        var (whole, fraction) = Math.DivRem(Math.Abs(micrometres), 1000);
        if (whole != 0 || fraction == 0)
        {
            text.Append(whole);
        }

        if (fraction != 0)
        {
            AppendFraction(text, (int)fraction);
        }
    }

    private static void AppendFraction(StringBuilder text, int thousandths)
    {
        text.Append('.').Append((char)('0' + thousandths / 100));
        if (thousandths % 100 != 0)
        {
            text.Append((char)('0' + thousandths / 10 % 10));
        }

        if (thousandths % 10 != 0)
        {
            text.Append((char)('0' + thousandths % 10));
        }
    }

    private static long Micrometres(long nanometres) => (nanometres + (nanometres < 0 ? -500 : 500)) / 1000;
}
