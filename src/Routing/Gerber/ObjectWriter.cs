using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Writes graphic objects and, of the graphics state, only what changes between them.</summary>
internal sealed class ObjectWriter(GerberText text, ApertureTable apertures)
{
    private readonly OutlineFlash _outlines = new();
    private AttributeSet _attributes = AttributeSet.None;
    private AttributeSet _regionAttributes = AttributeSet.None;
    private Polarity _polarity = Polarity.Dark;
    private int _interpolation = 1; // 0: to be given again.
    private bool _multiQuadrant;
    private int _aperture;
    private Point? _at;

    public void Write(GraphicObject item)
    {
        switch (item)
        {
            case Flash { Aperture: BlockAperture } flash:
                WriteAll(BlockExpansion.Expand(flash));
                break;
            case Flash flash when _outlines.Split(flash) is { } parts:
                WriteAll(parts);
                break;
            case Flash flash:
                Begin(flash);
                Select(flash.Aperture);
                Coordinates(flash.At);
                text.Add("D03*\n"u8);
                break;
            case Line line:
                Begin(line);
                Select(line.Aperture);
                MoveTo(line.From);
                LineTo(line.To);
                break;
            case Arc arc:
                Begin(arc);
                Select(arc.Aperture);
                MoveTo(arc.From);
                ArcTo(arc.From, arc.To, arc.Center, arc.Clockwise);
                break;
            case Region region:
                WriteRegion(region);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(item));
        }
    }

    private void WriteAll(IEnumerable<GraphicObject> items)
    {
        foreach (var item in items)
        {
            Write(item);
        }
    }

    private void Begin(GraphicObject item)
    {
        AttributeWriter.Change(text, "TO"u8, _attributes, item.Attributes, alone: _regionAttributes.Items.Count == 0);
        _attributes = item.Attributes;
        if (item.Polarity != _polarity)
        {
            _polarity = item.Polarity;
            text.Add(_polarity == Polarity.Dark ? "%LPD*%\n"u8 : "%LPC*%\n"u8);
        }
    }

    private void WriteRegion(Region region)
    {
        if (region.Contours.Count == 0)
        {
            return;
        }

        var carried = region.Aperture?.Attributes ?? AttributeSet.None;
        AttributeWriter.Change(text, "TA"u8, _regionAttributes, carried, alone: _attributes.Items.Count == 0);
        _regionAttributes = carried;
        Begin(region);
        text.Add("G36*\n"u8);
        foreach (var contour in region.Contours)
        {
            // Some readers lose the first point where a region does not begin with a move, and the whole contour where the move is made while
            // arcs are in force and the interpolation is not given again after it.
            Coordinates(contour.Start);
            text.Add("D02*\n"u8);
            _interpolation = 0;
            var at = contour.Start;
            foreach (var segment in contour.Segments)
            {
                if (segment.Center is { } center)
                {
                    ArcTo(at, segment.To, center, segment.Clockwise);
                }
                else
                {
                    LineTo(segment.To);
                }

                at = segment.To;
            }
        }

        text.Add("G37*\n"u8);
    }

    private void Select(Aperture aperture)
    {
        var number = apertures.Number(aperture);
        if (number != _aperture)
        {
            _aperture = number;
            text.Add('D', number);
            text.Add("*\n"u8);
        }
    }

    private void MoveTo(Point point)
    {
        if (_at != point)
        {
            Coordinates(point);
            text.Add("D02*\n"u8);
        }
    }

    private void LineTo(Point to)
    {
        Interpolate(1, "G01*\n"u8);
        Coordinates(to);
        text.Add("D01*\n"u8);
    }

    private void ArcTo(Point from, Point to, Point center, bool clockwise)
    {
        if (!_multiQuadrant)
        {
            _multiQuadrant = true;
            text.Add("G75*\n"u8);
        }

        Interpolate(clockwise ? 2 : 3, clockwise ? "G02*\n"u8 : "G03*\n"u8);
        Coordinates(to);
        text.Add('I', center.X - from.X);
        text.Add('J', center.Y - from.Y);
        text.Add("D01*\n"u8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Interpolate(int mode, ReadOnlySpan<byte> command)
    {
        if (mode != _interpolation)
        {
            _interpolation = mode;
            text.Add(command);
        }
    }

    /// <summary>Writes the coordinates that change; where none does, X, since some readers skip a bare operation.</summary>
    private void Coordinates(Point point)
    {
        if (_at is not { } at || at.X != point.X || at.Y == point.Y)
        {
            text.Add('X', point.X);
        }

        if (_at is not { } before || before.Y != point.Y)
        {
            text.Add('Y', point.Y);
        }

        _at = point;
    }
}
