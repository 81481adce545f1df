using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>The graphics state of a file being read (specification 2.3) and the commands that change it.</summary>
internal sealed class GerberInterpreter
{
    private readonly SourcePosition _position;
    private readonly ReadingBudget _budget;
    private readonly CoordinateFormat _format;
    private readonly ApertureReader _definitions;
    private readonly GerberCanvas _canvas;
    private readonly ImageOptions _image;
    private readonly AttributeDictionary _fileAttributes;
    private readonly AttributeDictionary _objectAttributes;
    private readonly AttributeDictionary _apertureAttributes;
    private readonly Dictionary<int, DefinedAperture> _apertures = [];
    private DefinedAperture? _aperture;
    private int _apertureNumber = -1;
    private readonly ContourBuilder _contours;
    private ContourBuilder? _region;
    private AttributeSet _regionAttributes;
    private Point _at;
    private int _operation;
    private Interpolation _interpolation;
    private Quadrants _quadrants;

    public GerberInterpreter(SourcePosition position)
    {
        _position = position;
        _budget = new(position);
        _format = new(position);
        _definitions = new(_format, position, _budget);
        _canvas = new(position, _budget);
        _image = new(position);
        _contours = new(position);
        _fileAttributes = new(position, _budget, sorted: false);
        _objectAttributes = new(position, _budget, sorted: true);
        _apertureAttributes = new(position, _budget, sorted: true);
    }

    private enum Interpolation
    {
        Linear,
        Clockwise,
        CounterClockwise,
    }

    private enum Quadrants
    {
        Unspecified,
        Single,
        Multi,
    }

    /// <summary>True after M00 or M02; what follows does not belong to the image.</summary>
    public bool Ended { get; private set; }

    public GerberLayer Finish()
    {
        if (_region is not null)
        {
            throw _position.Error("the file ends inside a region");
        }

        return _image.Apply(new(_fileAttributes.Current.Items.Items, _canvas.Finish()), _format);
    }

    public void DefineMacro(ReadOnlySpan<byte> command) => _definitions.DefineMacro(command);

    /// <summary>Executes a command from between percent signs.</summary>
    public void ExecuteExtended(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("AD"u8))
        {
            var (number, aperture) = _definitions.Read(bytes, _apertureAttributes.Current);
            Define(number, aperture);
            return;
        }

        if (bytes is [(byte)'T', (byte)'F' or (byte)'A' or (byte)'O' or (byte)'D', ..])
        {
            ExecuteAttribute(bytes);
            return;
        }

        var command = AttributeText.OneLine(bytes).Trim();
        switch (command.Length < 2 ? command : command[..2])
        {
            case "FS":
                _format.ReadSpecification(command);
                break;
            case "MO":
                _format.ReadUnit(command);
                break;
            case "LP":
                _canvas.Polarity = command switch
                {
                    "LPD" => Polarity.Dark,
                    "LPC" => Polarity.Clear,
                    _ => throw _position.Error($"polarity {command}"),
                };
                break;
            case "LM":
                _canvas.Apertures.Mirror(command[2..].Trim());
                break;
            case "LR":
                _canvas.Apertures.Rotate(Number(bytes[2..]));
                break;
            case "LS":
                _canvas.Apertures.Scale(Number(bytes[2..]));
                break;
            case "SR":
                StepAndRepeat(bytes[2..].Trim(" \t\r\n"u8));
                break;
            case "AB":
                Block(bytes[2..].Trim(" \t\r\n"u8));
                break;
            case "IN" or "LN" or "IC" or "PF":
                // Names and notes to the operator (deprecated): no effect on the image.
                break;
            default:
                if (!_image.TryExecute(command))
                {
                    throw _position.Error($"unknown command {command}");
                }

                break;
        }
    }

    /// <summary>Executes a word command: G codes at once, then its operation or aperture selection.</summary>
    public void ExecuteWord(ReadOnlySpan<byte> word)
    {
        var operands = new Operands();
        var number = -1;
        for (var rest = word; !rest.IsEmpty;)
        {
            var letter = rest[0];
            rest = rest[1..];
            if (letter <= ' ')
            {
                continue;
            }

            rest = rest.TrimStart((byte)' ');
            var text = rest[..GerberNumber.Span(rest)];
            rest = rest[text.Length..];
            switch (letter)
            {
                case (byte)'G' when Code(text) is var code && code == 4:
                    ExecuteComment(rest);
                    return;
                case (byte)'G':
                    ExecuteGraphics(Code(text));
                    break;
                case (byte)'X':
                    operands.X = _format.X(text);
                    break;
                case (byte)'Y':
                    operands.Y = _format.Y(text);
                    break;
                case (byte)'I':
                    operands.I = _format.I(text);
                    break;
                case (byte)'J':
                    operands.J = _format.J(text);
                    break;
                case (byte)'D':
                    number = Code(text);
                    break;
                case (byte)'M':
                    Ended = Code(text) is 0 or 2 or 30;
                    break;
                case (byte)'N':
                    break;
                default:
                    throw _position.Error($"unexpected character '{(char)letter}'");
            }
        }

        if (number >= 10)
        {
            Select(number);
            number = -1;
        }

        if (number >= 0)
        {
            _operation = number;
        }

        if (number >= 0 || operands.X is not null || operands.Y is not null)
        {
            Operate(operands);
        }
    }

    private void ExecuteGraphics(int code)
    {
        switch (code)
        {
            case 0 or 1:
                _interpolation = Interpolation.Linear;
                break;
            case 2:
                _interpolation = Interpolation.Clockwise;
                break;
            case 3:
                _interpolation = Interpolation.CounterClockwise;
                break;
            case 36:
                BeginRegion();
                break;
            case 37:
                EndRegion();
                break;
            case 54 or 55:
                // Prepare aperture selection, prepare flash (deprecated): no effect.
                break;
            case 70:
                _format.Unit = Units.Inch;
                break;
            case 71:
                _format.Unit = Units.Millimetre;
                break;
            case 74:
                _quadrants = Quadrants.Single;
                break;
            case 75:
                _quadrants = Quadrants.Multi;
                break;
            case 90 or 91:
                _format.Incremental = code == 91;
                break;
            default:
                throw _position.Error($"unknown code G{code}");
        }
    }

    private void Operate(in Operands operands)
    {
        var start = _at;
        _at = _format.Incremental
            ? InRange(new(_at.X + (operands.X ?? 0), _at.Y + (operands.Y ?? 0)))
            : new(operands.X ?? _at.X, operands.Y ?? _at.Y);
        switch (_operation)
        {
            case 1:
                Draw(start, new(operands.I ?? 0, operands.J ?? 0));
                break;
            case 2:
                _region?.Begin(_at);
                break;
            case 3 when _region is not null:
                throw _position.Error("flash inside a region");
            case 3:
                _canvas.Flash(_at, CurrentAperture().Mark, _objectAttributes.Current);
                break;
            default:
                throw _position.Error(_operation == 0 ? "coordinates before the first operation code" : $"unknown operation D{_operation}");
        }
    }

    private void Draw(Point start, Point offset)
    {
        var clockwise = _interpolation == Interpolation.Clockwise;
        var center = _interpolation == Interpolation.Linear ? null : Center(start, offset, clockwise);
        if (_region is not null)
        {
            _budget.Keep(1);
            _region.Add(start, new(_at, center, center is not null && clockwise));
        }
        else if (center is { } middle)
        {
            _canvas.Draw(start, _at, middle, clockwise, CurrentAperture().Pen, _objectAttributes.Current);
        }
        else
        {
            _canvas.Draw(start, _at, CurrentAperture().Pen, _objectAttributes.Current);
        }
    }

    /// <summary>The centre of the arc to the current point; null where it degenerates to a straight stroke.</summary>
    private Point? Center(Point start, Point offset, bool clockwise)
    {
        if (offset == default)
        {
            return null;
        }

        var multi = start + offset;
        return _quadrants switch
        {
            Quadrants.Multi => multi,
            Quadrants.Single when start == _at => null,
            Quadrants.Single => ArcGeometry.SingleQuadrantCenter(start, _at, offset, clockwise)
                ?? throw _position.Error("single-quadrant arc without a possible centre"),

            // No G74 or G75 (an error of the file): the one under which both radii agree.
            _ when ArcGeometry.RadiusDeviation(start, _at, multi) <= 1000 + start.DistanceTo(multi) / 100 => multi,
            _ => ArcGeometry.SingleQuadrantCenter(start, _at, offset, clockwise) ?? multi,
        };
    }

    private void BeginRegion()
    {
        if (_region is not null)
        {
            throw _position.Error("region inside a region");
        }

        _region = _contours;
        _regionAttributes = _apertureAttributes.Current;
    }

    private void EndRegion()
    {
        var region = _region ?? throw _position.Error("end of a region that was not begun");
        _region = null;
        _canvas.Fill(region.Finish(), _regionAttributes, _objectAttributes.Current);
    }

    private void Select(int number)
    {
        _apertureNumber = number;
        _aperture = _apertures.GetValueOrDefault(number);
    }

    private DefinedAperture CurrentAperture() =>
        _aperture ?? throw _position.Error(_apertureNumber < 0 ? "no aperture selected" : $"aperture D{_apertureNumber} is not defined");

    private void Define(int number, DefinedAperture aperture)
    {
        _apertures[number] = aperture;
        if (number == _apertureNumber)
        {
            _aperture = aperture;
        }
    }

    private void StepAndRepeat(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            _canvas.EndRepeat();
            return;
        }

        var (columns, rows, step) = (1, 1, new Point());
        while (!text.IsEmpty)
        {
            var letter = text[0];
            var value = text.Slice(1, GerberNumber.Span(text[1..]));
            text = text[(1 + value.Length)..].TrimStart((byte)' ');
            switch (letter)
            {
                case (byte)'X':
                    columns = Repeats(value);
                    break;
                case (byte)'Y':
                    rows = Repeats(value);
                    break;
                case (byte)'I':
                    step = step with { X = _format.Length(Number(value)) };
                    break;
                case (byte)'J':
                    step = step with { Y = _format.Length(Number(value)) };
                    break;
                default:
                    throw _position.Error("malformed step and repeat");
            }
        }

        _canvas.BeginRepeat(columns, rows, step);
    }

    private int Repeats(ReadOnlySpan<byte> text) =>
        GerberNumber.TryParseCount(text, out var count) && count is > 0 and <= ReadingBudget.Pieces
            ? count
            : throw _position.Error("malformed step and repeat");

    private void Block(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            var (number, aperture) = _canvas.EndBlock();
            Define(number, aperture);
        }
        else if (text[0] == 'D' && GerberNumber.TryParseCount(text[1..], out var number))
        {
            _canvas.BeginBlock(number, _apertureAttributes.Current);
        }
        else
        {
            throw _position.Error("malformed block aperture");
        }
    }

    /// <summary>Attributes may hide in comments, for readers that do not know them (specification 5.1.1).</summary>
    private void ExecuteComment(ReadOnlySpan<byte> text)
    {
        var content = text.Trim(" \t\r\n"u8);
        if (content.StartsWith("#@!"u8) && content[3..].TrimStart((byte)' ') is [(byte)'T', (byte)'F' or (byte)'A' or (byte)'O' or (byte)'D', ..] attribute)
        {
            ExecuteAttribute(attribute);
        }
    }

    private void ExecuteAttribute(ReadOnlySpan<byte> command)
    {
        if (command.Length > AttributeText.Longest)
        {
            throw _position.Error("attribute too long");
        }

        var attribute = AttributeText.Parse(command[2..]);
        switch (command[1])
        {
            case (byte)'F':
                _fileAttributes.Set(attribute);
                break;
            case (byte)'A':
                _apertureAttributes.Set(attribute);
                break;
            case (byte)'O':
                _objectAttributes.Set(attribute);
                break;
            default:
                DeleteAttribute(attribute.Name);
                break;
        }
    }

    private void DeleteAttribute(string name)
    {
        if (name.Length == 0)
        {
            _apertureAttributes.Clear();
            _objectAttributes.Clear();
        }
        else
        {
            _apertureAttributes.Delete(name);
            _objectAttributes.Delete(name);
        }
    }

    private int Code(ReadOnlySpan<byte> text) => GerberNumber.TryParseCount(text, out var code) ? code : throw _position.Error("malformed code number");

    private double Number(ReadOnlySpan<byte> text) =>
        GerberNumber.TryParse(text.Trim(" \t\r\n"u8), out var value) ? value : throw _position.Error("malformed number");

    private Point InRange(Point p) =>
        Math.Abs(p.X) <= ReadingBudget.Coordinate && Math.Abs(p.Y) <= ReadingBudget.Coordinate ? p : throw _position.Error("coordinate out of range");

    private struct Operands
    {
        public long? X;
        public long? Y;
        public long? I;
        public long? J;
    }
}
