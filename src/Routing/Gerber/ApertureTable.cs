namespace MakeDevice.Routing.Gerber;

/// <summary>Numbers the apertures of a layer in order of first use, equal ones once, and writes their definitions.</summary>
internal sealed class ApertureTable
{
    private const int FirstNumber = 10;

    private readonly Dictionary<Aperture, int> _byReference = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Aperture, int> _byValue = [];
    private readonly List<Aperture> _apertures = [];
    private Aperture? _last;
    private int _lastNumber;

    /// <summary>The D number of an aperture, which is entered where it is new.</summary>
    public int Number(Aperture aperture)
    {
        if (ReferenceEquals(aperture, _last))
        {
            return _lastNumber;
        }

        if (!_byReference.TryGetValue(aperture, out var number))
        {
            if (!_byValue.TryGetValue(aperture, out number))
            {
                number = FirstNumber + _apertures.Count;
                _byValue.Add(aperture, number);
                _apertures.Add(aperture);
            }

            _byReference.Add(aperture, number);
        }

        _last = aperture;
        return _lastNumber = number;
    }

    /// <summary>Writes all macros, then all apertures with their attributes.</summary>
    public void Write(GerberText text)
    {
        if (_apertures.Count == 0)
        {
            // gerbv takes a file without any aperture for the obsolete RS-274D and warns.
            text.Add("%ADD10C,0.1*%\n"u8);
            return;
        }

        var macros = WriteMacros(text);
        var attributes = AttributeSet.None;
        for (var i = 0; i < _apertures.Count; i++)
        {
            var aperture = _apertures[i];
            AttributeWriter.Change(text, "TA"u8, attributes, aperture.Attributes, alone: true);
            attributes = aperture.Attributes;
            text.Add("%ADD"u8);
            text.Add(FirstNumber + i);
            WriteTemplate(text, aperture, macros);
            text.Add("*%\n"u8);
        }

        AttributeWriter.Change(text, "TA"u8, attributes, AttributeSet.None, alone: true);
    }

    /// <summary>Writes each macro once; apertures that differ in attributes only share it.</summary>
    private Dictionary<MacroAperture, string> WriteMacros(GerberText text)
    {
        var names = new Dictionary<MacroAperture, string>(MacroShapes.Comparer);
        foreach (var aperture in _apertures)
        {
            if (aperture is MacroAperture macro && !names.ContainsKey(macro))
            {
                var name = MacroWriter.Name(macro.Name, names.Count + 1);
                names.Add(macro, name);
                MacroWriter.Write(text, name, macro);
            }
        }

        return names;
    }

    private static void WriteTemplate(GerberText text, Aperture aperture, Dictionary<MacroAperture, string> macros)
    {
        switch (aperture)
        {
            case CircleAperture circle:
                text.Add("C,"u8);
                text.AddMillimetres(circle.Diameter, 1);
                WriteHole(text, circle.Hole);
                break;
            case RectangleAperture rectangle:
                text.Add("R,"u8);
                WriteSides(text, rectangle.Width, rectangle.Height);
                WriteHole(text, rectangle.Hole);
                break;
            case ObroundAperture obround:
                text.Add("O,"u8);
                WriteSides(text, obround.Width, obround.Height);
                WriteHole(text, obround.Hole);
                break;
            case PolygonAperture polygon:
                text.Add("P,"u8);
                text.AddMillimetres(polygon.OuterDiameter, 1);
                text.Add('X', polygon.Vertices);
                text.Add("X"u8);
                text.AddDegrees(polygon.Degrees);
                WriteHole(text, polygon.Hole);
                break;
            case MacroAperture macro:
                text.Add(macros[macro]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(aperture));
        }
    }

    private static void WriteSides(GerberText text, long width, long height)
    {
        text.AddMillimetres(width, 1);
        text.Add("X"u8);
        text.AddMillimetres(height, 1);
    }

    private static void WriteHole(GerberText text, long hole)
    {
        if (hole > 0)
        {
            text.Add("X"u8);
            text.AddMillimetres(hole, 1);
        }
    }
}
