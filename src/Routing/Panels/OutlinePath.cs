using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Panels;

/// <summary>Reads an outline from SVG path data (SVG 2, 9.3): M, L, H, V, A and Z, absolute or relative; arcs are circles and stay arcs.</summary>
internal sealed class OutlinePath
{
    private const int MostStrokes = 20_000;

    /// <summary>Ends that are so near each other are one: numbers in path data are rounded.</summary>
    private const long Near = 5_000;

    private readonly PanelFrame _frame;
    private readonly Dictionary<(long X, long Y), Point> _ends = [];
    private readonly ImmutableArray<GraphicObject>.Builder _strokes = ImmutableArray.CreateBuilder<GraphicObject>();
    private Vec _at, _start;

    private OutlinePath(PanelFrame frame) => _frame = frame;

    /// <returns>Strokes of <see cref="PanelDesign.Pen"/>, or what is wrong with the path.</returns>
    public static (ImmutableArray<GraphicObject> Strokes, string? Error) Read(string data, PanelFrame frame)
    {
        var path = new OutlinePath(frame);
        var error = path.Read(data);
        return (path._strokes.DrainToImmutable(), error);
    }

    private string? Read(string data)
    {
        var scanner = new SvgScanner(data);
        var command = '\0';
        scanner.SkipSeparator();
        while (!scanner.AtEnd)
        {
            if (char.IsAsciiLetter(scanner.Peek))
            {
                command = scanner.Peek;
                scanner.Skip();
            }
            else if (command is '\0' or 'Z' or 'z')
            {
                return "a number stands where a command must";
            }

            if (Step(ref scanner, command) is { } error)
            {
                return error;
            }

            command = command switch { 'M' => 'L', 'm' => 'l', _ => command };
            scanner.SkipSeparator();
            if (_strokes.Count > MostStrokes)
            {
                return "it has too many pieces";
            }
        }

        return _strokes.Count == 0 ? "it has no line" : null;
    }

    private string? Step(ref SvgScanner scanner, char command)
    {
        var origin = char.IsAsciiLetterLower(command) ? _at : default;
        Span<double> v = stackalloc double[2];
        switch (char.ToUpperInvariant(command))
        {
            case 'M' when Numbers(ref scanner, v):
                _start = _at = origin + new Vec(v[0], v[1]);
                return null;
            case 'L' when Numbers(ref scanner, v):
                return LineTo(origin + new Vec(v[0], v[1]));
            case 'H' when Numbers(ref scanner, v[..1]):
                return LineTo(new Vec(origin.X + v[0], _at.Y));
            case 'V' when Numbers(ref scanner, v[..1]):
                return LineTo(new Vec(_at.X, origin.Y + v[0]));
            case 'A':
                return ReadArc(ref scanner, origin);
            case 'Z':
                return LineTo(_start);
            case 'M' or 'L' or 'H' or 'V':
                return $"a number is missing after {command}";
            default:
                return $"command {command} is none of M, L, H, V, A and Z";
        }
    }

    private string? LineTo(Vec to)
    {
        var (from, end) = (End(_at), End(to));
        _at = to;
        if (from != end)
        {
            _strokes.Add(new Line(from, end, PanelDesign.Pen, Polarity.Dark, AttributeSet.None));
        }

        return Far(to);
    }

    private string? ReadArc(ref SvgScanner scanner, Vec origin)
    {
        Span<double> radii = stackalloc double[3];
        Span<double> end = stackalloc double[2];
        if (!Numbers(ref scanner, radii) || !Flag(ref scanner, out var large) || !Flag(ref scanner, out var sweep) || !Numbers(ref scanner, end))
        {
            return "an arc needs two radii, a rotation, two flags and its end";
        }

        if (Math.Abs(Math.Abs(radii[0]) - Math.Abs(radii[1])) > 1e-6)
        {
            return "an arc is no part of a circle";
        }

        return ArcTo(Math.Abs(radii[0]), large, sweep, origin + new Vec(end[0], end[1]));
    }

    /// <summary>The centre by SVG 2, B.2.4. A positive sweep turns clockwise on a page whose y points down, and so it does on the board seen from its front.</summary>
    private string? ArcTo(double radius, bool large, bool sweep, Vec to)
    {
        var half = (_at - to) * 0.5;
        if (radius == 0 || half.Length == 0)
        {
            return LineTo(to);
        }

        var reach = Math.Max(radius, half.Length);
        var k = Math.Sqrt(Math.Max(0, reach * reach / (half.Length * half.Length) - 1)) * (large == sweep ? -1 : 1);
        var center = (_at + to) * 0.5 + new Vec(k * half.Y, -k * half.X);
        var (from, end) = (End(_at), End(to));
        _at = to;
        if (from != end)
        {
            _strokes.Add(new Arc(from, end, Place(center), sweep, PanelDesign.Pen, Polarity.Dark, AttributeSet.None));
        }

        return Far(to) ?? Far(center);
    }

    /// <summary>The place of an end: that of an earlier one where it is near.</summary>
    private Point End(Vec p)
    {
        var at = Place(p);
        var (x, y) = (at.X / (2 * Near), at.Y / (2 * Near));
        for (var i = 0; i < 9; i++)
        {
            if (_ends.TryGetValue((x + i % 3 - 1, y + i / 3 - 1), out var known) && Math.Abs(known.X - at.X) <= Near && Math.Abs(known.Y - at.Y) <= Near)
            {
                return known;
            }
        }

        return _ends[(x, y)] = at;
    }

    private Point Place(Vec p) => _frame.ToBoard(Math.Clamp(p.X, -1e5, 1e5), Math.Clamp(p.Y, -1e5, 1e5));

    private static string? Far(Vec p) => Math.Abs(p.X) > 1e5 || Math.Abs(p.Y) > 1e5 ? "a point is farther away than any panel" : null;

    private static bool Numbers(ref SvgScanner scanner, scoped Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            scanner.SkipSeparator();
            if (!scanner.TryNumber(out values[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Flag(ref SvgScanner scanner, out bool flag)
    {
        scanner.SkipSeparator();
        return scanner.TryFlag(out flag);
    }
}
