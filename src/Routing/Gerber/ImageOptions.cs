using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// The deprecated commands that move the whole image (specification 8.1; RS-274-X revision D): MI, SF and OF change coordinates but not
/// apertures; then IR turns and AS swaps the axes. They hold for the file wherever they stand in it. What places the image on a film (IJ, IO),
/// turns or clears around it (RO, KO, negative IP) or is elsewhere (IF) is refused unless it changes nothing.
/// </summary>
internal sealed class ImageOptions(SourcePosition position)
{
    private bool _mirrorX;
    private bool _mirrorY;
    private (double X, double Y) _scale = (1, 1);
    private (double X, double Y) _offset;
    private int _degrees;
    private bool _swapAxes;

    /// <summary>Executes one of these commands; false where the command is another.</summary>
    public bool TryExecute(string command)
    {
        switch (command.Length < 2 ? command : command[..2])
        {
            case "IP":
                // A negative image has no extent: there is nothing to merge it into.
                return command is "IP" or "IPPOS" ? true : throw position.Error($"image polarity {command}: export the layer as a positive image");
            case "IJ":
                return IsAtOrigin(command[2..]) ? true : throw position.Error($"image justification {command} moves the image on its film: export the layer without it");
            case "IO":
                return Pair(command, 0) == (0, 0) ? true : throw position.Error($"image offset {command} moves the image on its film: export the layer without it");
            case "KO":
                return command == "KO" ? true : throw position.Error($"knockout {command} clears an area of the image: export the layer without it");
            case "RO":
                return command[2..].Trim('0', '.', ' ').Length == 0 ? true : throw position.Error($"rotation {command} turns a part of the image: export the layer without it");
            case "IF":
                throw position.Error($"include file {command}: export the layer as one file");
            case "MI":
                (_mirrorX, _mirrorY) = Pair(command, 0) is var (x, y) ? (x != 0, y != 0) : default;
                return true;
            case "SF":
                _scale = Pair(command, 1);
                return _scale is { X: > 0 and < 1000, Y: > 0 and < 1000 } ? true : throw position.Error("scale factor out of range");
            case "OF":
                _offset = Pair(command, 0);
                return true;
            case "IR":
                _degrees = command switch { "IR" or "IR0" => 0, "IR90" => 90, "IR180" => 180, "IR270" => 270, _ => throw position.Error($"image rotation {command}") };
                return true;
            case "AS":
                _swapAxes = command switch { "AS" or "ASAXBY" => false, "ASAYBX" => true, _ => throw position.Error($"axis select {command}") };
                return true;
            default:
                return false;
        }
    }

    public GerberLayer Apply(GerberLayer layer, CoordinateFormat format)
    {
        var image = MovesCoordinates ? layer with { Objects = [.. layer.Objects.Select(item => Move(item, Offset(format)))] } : layer;
        if (_degrees != 0)
        {
            image = GerberTransform.Apply(image, new Similarity(false, _degrees, 1));
        }

        // Swapping x and y is a mirror and three quarter turns.
        return _swapAxes ? GerberTransform.Apply(image, new Similarity(true, 270, 1)) : image;
    }

    /// <summary>True for the default, both axes at the lower left (L) or no distance from it.</summary>
    private static bool IsAtOrigin(string axes) => axes.Trim('A', 'B', 'L', '0', '.', ' ').Length == 0;

    private bool MovesCoordinates => _mirrorX || _mirrorY || _scale != (1, 1) || _offset != (0, 0);

    private bool Reverses => _mirrorX != _mirrorY;

    private Point Offset(CoordinateFormat format) => _offset == (0, 0) ? default : new(format.Length(_offset.X), format.Length(_offset.Y));

    private GraphicObject Move(GraphicObject item, Point offset) => item switch
    {
        Flash flash => flash with { At = Move(flash.At, offset) },
        Line line => line with { From = Move(line.From, offset), To = Move(line.To, offset) },
        Arc arc => arc with
        {
            From = Move(arc.From, offset), To = Move(arc.To, offset), Center = Center(arc.Center, offset), Clockwise = arc.Clockwise ^ Reverses,
        },
        Region region => region with { Contours = new([.. region.Contours.Items.Select(contour => Move(contour, offset))]) },
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    private Contour Move(Contour contour, Point offset) => new(
        Move(contour.Start, offset),
        new([.. contour.Segments.Items.Select(segment => segment.Center is { } center
            ? new ContourSegment(Move(segment.To, offset), Center(center, offset), segment.Clockwise ^ Reverses)
            : new ContourSegment(Move(segment.To, offset), null, false))]));

    private Point Center(Point center, Point offset) =>
        _scale.X == _scale.Y ? Move(center, offset, ReadingBudget.ArcRadius) : throw position.Error("arc under unequal scale factors");

    private Point Move(Point p, Point offset, long limit = ReadingBudget.Coordinate)
    {
        var x = Math.Round(p.X * (_mirrorX ? -_scale.X : _scale.X)) + offset.X;
        var y = Math.Round(p.Y * (_mirrorY ? -_scale.Y : _scale.Y)) + offset.Y;
        return Math.Abs(x) <= limit && Math.Abs(y) <= limit ? new((long)x, (long)y) : throw position.Error("coordinate out of range");
    }

    /// <summary>The numbers after A and B.</summary>
    private (double X, double Y) Pair(string command, double missing)
    {
        var b = command.IndexOf('B', 2);
        var first = b < 0 ? command.AsSpan(2) : command.AsSpan(2, b - 2);
        return (Number(first, 'A', missing), Number(b < 0 ? [] : command.AsSpan(b), 'B', missing));
    }

    private double Number(ReadOnlySpan<char> text, char letter, double missing)
    {
        if (text.IsEmpty)
        {
            return missing;
        }

        Span<byte> digits = stackalloc byte[64];
        if (text[0] != letter || text.Length > digits.Length)
        {
            throw position.Error("malformed image option");
        }

        for (var i = 1; i < text.Length; i++)
        {
            digits[i - 1] = (byte)Math.Min(text[i], 'z');
        }

        return GerberNumber.TryParse(digits[..(text.Length - 1)], out var value) ? value : throw position.Error("malformed image option");
    }
}
