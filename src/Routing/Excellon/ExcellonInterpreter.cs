using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>The machine that an Excellon program drives: tool, position, drill or route mode, and the hits made so far.</summary>
internal sealed class ExcellonInterpreter
{
    /// <summary>What is read of a comment, in bytes.</summary>
    private const int LongestComment = 200;

    private readonly SourcePosition _position;
    private readonly ReadingBudget _budget;
    private readonly ExcellonScale _scale;
    private readonly DrillAttributes _attributes = new();
    private readonly Dictionary<int, DrillTool> _tools = [];
    private readonly SortedDictionary<int, DrillTool> _commented = [];
    private readonly List<MadeHit> _hits = [];
    private readonly RoutePath _route;
    private DrillTool? _tool;
    private Point _zero;
    private Point _at;
    private bool _incremental;
    private bool _unnumbered;
    private bool _header;
    private bool _routing;
    private int _interpolation = 1;
    private int _patternStart = -1;
    private int _patternEnd = -1;
    private Point _patternOffset;

    public ExcellonInterpreter(SourcePosition position)
    {
        _position = position;
        _budget = new(position);
        _scale = new(position);
        _route = new(_hits, _budget);
    }

    /// <summary>True after M30, or after an M00 that is no change of tool.</summary>
    public bool Ended { get; private set; }

    public DrillReading Finish(string fileName)
    {
        _route.Raise();
        return DrillReading.Of(_hits, _attributes.Plated(fileName));
    }

    public void Execute(ReadOnlySpan<byte> line)
    {
        if (line[0] == ';')
        {
            ExecuteComment(line[1..]);
            return;
        }

        if (line[0] == '%')
        {
            _header = false;
            return;
        }

        if (TryExecuteWord(line))
        {
            return;
        }

        switch ((char)line[0])
        {
            case 'T' when line.Length > 1 && char.IsAsciiDigit((char)line[1]):
                ExecuteTool(line);
                break;
            case 'M':
                ExecuteMachine(line);
                break;
            case 'R' when line.Length > 1 && char.IsAsciiDigit((char)line[1]):
                ExecuteRepeat(line);
                break;
            case 'G' or 'X' or 'Y' or 'N':
                ExecuteMotion(line);
                break;
            case 'F' or 'S' when line.Length > 1 && char.IsAsciiDigit((char)line[1]):
                // Feed and speed.
                break;
            default:
                Unknown(line);
                break;
        }
    }

    private void ExecuteComment(ReadOnlySpan<byte> comment)
    {
        _attributes.Read(comment);
        var text = Encoding.UTF8.GetString(comment[..Math.Min(comment.Length, LongestComment)]);
        _scale.ReadComment(text);
        if (CommentedTool.TryRead(text) is { } tool)
        {
            _budget.Keep(1);
            _scale.AssumeUnit(tool.Inch);
            _commented[tool.Number] = new(_scale.InRange(tool.Diameter), _attributes.Function, tool.Plated ?? _attributes.PlatedOf(tool.Number));
            _unnumbered |= !tool.Named;
        }
    }

    /// <summary>Commands that are words.</summary>
    private bool TryExecuteWord(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("METRIC"u8) || line.StartsWith("INCH"u8))
        {
            _scale.ReadUnit(Encoding.UTF8.GetString(line));
        }
        else if (line.StartsWith("ICI"u8))
        {
            _incremental = line.EndsWith("ON"u8);
        }
        else if (line.StartsWith("FMAT"u8))
        {
            // Formats 1 and 2 spell the commands read here alike.
            if (!line.EndsWith("1"u8) && !line.EndsWith("2"u8))
            {
                throw _position.Error("unknown format (FMAT)");
            }
        }
        else
        {
            return line.StartsWith("DETECT"u8) || line.StartsWith("ATC"u8) || line.StartsWith("VER"u8);
        }

        return true;
    }

    private void Unknown(ReadOnlySpan<byte> line)
    {
        // A header sets up machines in ways that say nothing of the holes.
        if (!_header)
        {
            throw _position.Error($"unknown command {AttributeText.OneLine(line)}");
        }
    }

    /// <summary>Defines a tool (T1C0.3) or selects one (T1); feeds and speeds are skipped.</summary>
    private void ExecuteTool(ReadOnlySpan<byte> text)
    {
        var line = new ExcellonLine(text);
        var number = Count(line.Take());
        long? diameter = null;
        while (!line.IsEmpty)
        {
            var letter = line.Letter;
            var value = line.Take();
            if (letter == 'C')
            {
                diameter = _scale.Diameter(value);
            }
            else if (letter is not ('F' or 'S' or 'B' or 'H' or 'Z' or 'D' or 'I'))
            {
                throw _position.Error("malformed tool");
            }
        }

        if (diameter is { } defined)
        {
            _budget.Keep(1);
            if (_tools.TryGetValue(number, out var earlier) && earlier.Diameter != defined)
            {
                _position.Doubt(string.Create(CultureInfo.InvariantCulture, $"tool T{number} is defined with more than one size: each counts from where it stands"));
            }

            _tools[number] = new(defined, _attributes.Function, _attributes.PlatedOf(number));
        }

        if (!_header)
        {
            _route.Raise();
            _tool = number == 0 ? null : Defined(number);
        }
    }

    private DrillTool Defined(int number) =>
        _tools.GetValueOrDefault(number) ?? _commented.GetValueOrDefault(number)
        ?? throw _position.Error($"tool T{number} is not defined: export the drills with the tools' sizes in the file's header");

    /// <summary>Where no command ever selects a tool, those of the comments follow one another, and M00 is the stop at which they are changed.</summary>
    private bool ChangeTool()
    {
        if (!_unnumbered || _tools.Count > 0)
        {
            return false;
        }

        _route.Raise();
        _tool = _commented.Values.SkipWhile(tool => _tool is not null && !ReferenceEquals(tool, _tool)).Skip(_tool is null ? 0 : 1).FirstOrDefault();
        return _tool is not null;
    }

    private void ExecuteMachine(ReadOnlySpan<byte> text)
    {
        var line = new ExcellonLine(text);
        var code = Count(line.Take());
        switch (code)
        {
            case 0:
                Ended = !ChangeTool();
                break;
            case 30:
                Ended = true;
                break;
            case 1:
                _patternEnd = _hits.Count;
                _patternOffset = default;
                break;
            case 2:
                RepeatPattern(1, ref line);
                break;
            case 15:
                _route.Lower(_at, Tool());
                break;
            case 16 or 17:
                _route.Raise();
                break;
            case 25:
                _patternStart = _hits.Count;
                break;
            case 48:
                _header = true;
                break;
            case 71 or 72:
                _scale.SetUnit(inch: code == 72);
                break;
            case 95:
                _header = false;
                break;
            case 70 or 80 or 90:
                throw _position.Error($"coordinates are swapped or mirrored (M{code}): export the drills as they are seen from the front");
            case 6 or 8 or 9 or 14 or 18 or 45 or 47 or 50:
                // Stops, tool-change and operator messages: no holes.
                break;
            default:
                Unknown(text);
                break;
        }
    }

    /// <summary>R3X1.0: repeats the last hit three times; R3M02X1.0: repeats the pattern.</summary>
    private void ExecuteRepeat(ReadOnlySpan<byte> text)
    {
        var line = new ExcellonLine(text);
        var count = Count(line.Take());
        if (line.Letter == 'M')
        {
            if (Count(line.Take()) != 2)
            {
                throw _position.Error("malformed repeat");
            }

            RepeatPattern(count, ref line);
            return;
        }

        if (_hits.Count == 0)
        {
            throw _position.Error("repeat before the first hole");
        }

        var step = Step(ref line);
        for (var i = 1; i <= count; i++)
        {
            Repeat(_hits[^1], step);
        }
    }

    private void RepeatPattern(int count, ref ExcellonLine line)
    {
        if (line.IsEmpty)
        {
            // A bare M02 ends the pattern in some dialects and the program in others; neither adds a hole.
            return;
        }

        if (_patternStart < 0 || _patternEnd < _patternStart)
        {
            throw _position.Error("pattern repeat (M02) without a pattern (M25, M01)");
        }

        var step = Step(ref line);
        for (var i = 0; i < count; i++)
        {
            _patternOffset += step;
            for (var hit = _patternStart; hit < _patternEnd; hit++)
            {
                Repeat(_hits[hit], _patternOffset);
            }

            if (_patternStart == _patternEnd)
            {
                break;
            }
        }
    }

    private void Repeat(MadeHit made, Point step)
    {
        DrillHit hit = made.Hit switch
        {
            DrillHole hole => hole with { At = _at = InRange(hole.At + step) },
            DrillSlot slot => slot with { From = InRange(slot.From + step), To = _at = InRange(slot.To + step) },
            _ => throw new ArgumentOutOfRangeException(nameof(made)),
        };
        Make(hit, made.Tool);
    }

    private void Make(DrillHit hit, DrillTool tool)
    {
        _budget.Keep(1);
        _hits.Add(new(hit, tool));
    }

    private Point Step(ref ExcellonLine line)
    {
        var step = new Point();
        while (!line.IsEmpty)
        {
            step = line.Letter switch
            {
                'X' => step with { X = _scale.Coordinate(line.Take()) },
                'Y' => step with { Y = _scale.Coordinate(line.Take()) },
                _ => throw _position.Error("malformed repeat"),
            };
        }

        return step;
    }

    private void ExecuteMotion(ReadOnlySpan<byte> text)
    {
        var line = new ExcellonLine(text);
        var target = new Motion();
        Motion? start = null;
        var zero = false;
        while (!line.IsEmpty)
        {
            var letter = line.Letter;
            var value = line.Take();
            switch (letter)
            {
                case 'G' when Count(value) is 85:
                    (start, target) = (target, new());
                    break;
                case 'G':
                    zero |= ExecuteMode(Count(value));
                    break;
                case 'X':
                    target.X = _scale.Coordinate(value);
                    break;
                case 'Y':
                    target.Y = _scale.Coordinate(value);
                    break;
                case 'A':
                    target.Radius = _scale.Coordinate(value);
                    break;
                case 'I':
                    target.I = _scale.Coordinate(value);
                    break;
                case 'J':
                    target.J = _scale.Coordinate(value);
                    break;
                case 'N' or 'F' or 'S':
                    break;
                default:
                    throw _position.Error($"unexpected character '{letter}'");
            }
        }

        if (zero)
        {
            _zero = new(target.X ?? 0, target.Y ?? 0);
        }
        else if (start is { } from)
        {
            Slot(from, target);
        }
        else if (target.Moves)
        {
            Move(target);
        }
    }

    /// <summary>Executes a G code; true for G93, whose coordinates are the new zero.</summary>
    private bool ExecuteMode(int code)
    {
        switch (code)
        {
            case 0:
                _route.Raise();
                (_routing, _interpolation) = (true, 0);
                break;
            case 1 or 2 or 3:
                (_routing, _interpolation) = (true, code);
                break;
            case 5 or 81:
                _route.Raise();
                _routing = false;
                break;
            case 70 or 71:
                _scale.SetUnit(inch: code == 70);
                break;
            case 90 or 91:
                _incremental = code == 91;
                break;
            case 93:
                return true;
            case 4 or 40:
                break;
            default:
                // Cutter compensation, canned circles and packages move or add holes: they must not be skipped.
                throw _position.Error($"unsupported code G{code:00}");
        }

        return false;
    }

    private void Slot(in Motion from, in Motion to)
    {
        _at = Target(from);
        var start = _at;
        _at = Target(to);
        var tool = Tool();
        Make(start == _at ? new DrillHole(start, tool.Diameter, tool.Function) : new DrillSlot(start, _at, tool.Diameter, tool.Function), tool);
    }

    private void Move(in Motion motion)
    {
        var start = _at;
        _at = Target(motion);
        if (!_routing)
        {
            var tool = Tool();
            Make(new DrillHole(_at, tool.Diameter, tool.Function), tool);
        }
        else if (_interpolation != 0)
        {
            Cut(start, motion);
        }
    }

    private void Cut(Point start, in Motion motion)
    {
        // Some tools leave out M15: a feed move always cuts.
        if (!_route.IsDown)
        {
            _route.Lower(start, Tool());
        }

        if (_interpolation == 1)
        {
            _route.CutTo(_at);
            return;
        }

        var clockwise = _interpolation == 2;
        if (Center(start, motion, clockwise) is not { } center)
        {
            _route.CutTo(_at);
            return;
        }

        foreach (var point in ArcGeometry.Chords(start, _at, center, clockwise))
        {
            // An arc may bulge out of the range that its ends keep.
            _route.CutTo(InRange(point));
        }
    }

    /// <summary>The centre of an arc from its offset (I, J) or radius (A, at most half a turn); null for neither.</summary>
    private Point? Center(Point start, in Motion motion, bool clockwise)
    {
        if (motion.I is not null || motion.J is not null)
        {
            return start + new Point(motion.I ?? 0, motion.J ?? 0);
        }

        if (motion.Radius is not { } radius || start == _at)
        {
            return null;
        }

        double dx = _at.X - start.X, dy = _at.Y - start.Y, chord = Math.Sqrt(dx * dx + dy * dy);
        var height = Math.Sqrt(Math.Max(0, (double)radius * radius - chord * chord / 4));
        var side = clockwise ? height / chord : -height / chord;
        return new(
            (long)Math.Round((start.X + _at.X) / 2.0 + dy * side, MidpointRounding.AwayFromZero),
            (long)Math.Round((start.Y + _at.Y) / 2.0 - dx * side, MidpointRounding.AwayFromZero));
    }

    private Point Target(in Motion motion) => InRange(_incremental
        ? _at + new Point(motion.X ?? 0, motion.Y ?? 0)
        : new(motion.X is { } x ? x + _zero.X : _at.X, motion.Y is { } y ? y + _zero.Y : _at.Y));

    private DrillTool Tool()
    {
        if (_tool is null)
        {
            ChangeTool();
        }

        var tool = _tool ?? throw _position.Error("hole without a tool");
        return tool.Diameter > 0 ? tool : throw _position.Error("tool without a diameter");
    }

    private int Count(ReadOnlySpan<byte> text) => GerberNumber.TryParseCount(text, out var count) ? count : throw _position.Error("malformed number");

    private Point InRange(Point p) =>
        Math.Abs(p.X) <= ReadingBudget.Coordinate && Math.Abs(p.Y) <= ReadingBudget.Coordinate ? p : throw _position.Error("coordinate out of range");

    private struct Motion
    {
        public long? X;
        public long? Y;
        public long? I;
        public long? J;
        public long? Radius;

        public readonly bool Moves => X is not null || Y is not null || I is not null || J is not null;
    }
}
