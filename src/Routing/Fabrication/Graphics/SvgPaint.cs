using System.Collections.Frozen;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>A paint as a silkscreen sees it: whether there is any, how light and how dense it is.</summary>
/// <param name="Light">0 for black to 1 for white.</param>
/// <param name="Alpha">0 for transparent to 1 for opaque.</param>
/// <param name="Server">Name of the element that paints, for instance <c>linearGradient</c>; empty for a plain colour.</param>
internal readonly record struct SvgPaint(double Light, double Alpha, string Server = "")
{
    private const double Lightest = 0.97;

    public static readonly SvgPaint None = new(0, 0);
    public static readonly SvgPaint Black = new(0, 1);

    private static readonly FrozenDictionary<string, double> Greys = new Dictionary<string, double>
    {
        ["white"] = 1, ["snow"] = 0.985, ["ivory"] = 0.99, ["ghostwhite"] = 0.975, ["whitesmoke"] = 0.96, ["gainsboro"] = 0.86, ["lightgray"] = 0.83, ["lightgrey"] = 0.83,
        ["silver"] = 0.75, ["darkgray"] = 0.66, ["darkgrey"] = 0.66, ["gray"] = 0.5, ["grey"] = 0.5, ["dimgray"] = 0.41, ["dimgrey"] = 0.41,
        ["red"] = 0.21, ["lime"] = 0.72, ["yellow"] = 0.93, ["aqua"] = 0.79, ["cyan"] = 0.79, ["fuchsia"] = 0.28, ["magenta"] = 0.28, ["orange"] = 0.69,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public bool Paints => Alpha > 0;

    /// <summary>True where it takes away the ink below it.</summary>
    public bool IsWhite => Light >= Lightest && Alpha >= 0.5 && Server.Length == 0;

    /// <summary>How much a mask lets through of what is below it, 0 to 1 (CSS Masking 1, 7.10.1).</summary>
    public double Reveals(bool byAlpha) => (byAlpha ? 1 : Server.Length > 0 ? 1 : Light) * Alpha;

    public SvgPaint Times(double alpha) => this with { Alpha = Alpha * alpha };

    /// <summary>Reads a paint (SVG 2, 13.2); null where it is none, so that what was declared before stays.</summary>
    /// <param name="current">The value of <c>color</c>.</param>
    /// <param name="find">Finds an element by its id.</param>
    public static SvgPaint? Parse(string value, SvgPaint current, Func<string, SvgNode?> find)
    {
        var paint = value.Trim();
        if (paint.StartsWith("url(", StringComparison.OrdinalIgnoreCase))
        {
            var close = paint.IndexOf(')', StringComparison.Ordinal);
            var fallback = close < 0 ? "" : paint[(close + 1)..].Trim();
            return close >= 0 && SvgValues.Reference(paint[..(close + 1)]) is { } id && find(id) is { Name: "linearGradient" or "radialGradient" or "pattern" } server
                ? new(0, 1, server.Name)
                : fallback.Length == 0 ? None : Parse(fallback, current, find);
        }

        if (paint.StartsWith('#'))
        {
            return Hex(paint.AsSpan(1));
        }

        var bracket = paint.IndexOf('(', StringComparison.Ordinal);
        if (bracket > 0)
        {
            return Function(paint[..bracket].ToLowerInvariant(), paint[(bracket + 1)..].TrimEnd(')'));
        }

        return paint.ToLowerInvariant() switch
        {
            "none" or "transparent" or "" => None,
            "currentcolor" => current,
            var name when Greys.TryGetValue(name, out var light) => new(light, 1),
            var name when name.All(char.IsAsciiLetter) => Black,
            _ => null,
        };
    }

    private static SvgPaint? Hex(ReadOnlySpan<char> digits)
    {
        if (digits.Length is not (3 or 4 or 6 or 8) || !uint.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, null, out _))
        {
            return null;
        }

        var width = digits.Length < 6 ? 1 : 2;
        var most = width == 1 ? 15.0 : 255.0;
        Span<double> channels = [0, 0, 0, 1];
        for (var i = 0; i * width < digits.Length; i++)
        {
            channels[i] = Convert.ToInt32(digits.Slice(i * width, width).ToString(), 16) / most;
        }

        return Of(channels[0], channels[1], channels[2], channels[3]);
    }

    /// <summary>rgb() and hsl() in both spellings, with commas or with blanks and a slash.</summary>
    private static SvgPaint? Function(string name, string arguments)
    {
        var scanner = new SvgScanner(arguments);
        var values = new List<(double Value, bool Percent)>();
        scanner.SkipSpace();
        while (values.Count < 4 && scanner.TryNumber(out var number))
        {
            var percent = scanner.TryTake('%');
            if (!percent)
            {
                scanner.Word();
            }

            values.Add((number, percent));
            scanner.SkipSeparator();
            if (scanner.TryTake('/'))
            {
                scanner.SkipSpace();
            }
        }

        if (!scanner.AtEnd || values.Count < 3)
        {
            return null;
        }

        var alpha = values.Count < 4 ? 1 : values[3].Value / (values[3].Percent ? 100 : 1);
        double Channel(int i) => values[i].Value / (values[i].Percent ? 100 : 255);
        return name switch
        {
            "rgb" or "rgba" => Of(Channel(0), Channel(1), Channel(2), alpha),
            "hsl" or "hsla" => new(Math.Clamp(values[2].Value / 100, 0, 1), Math.Clamp(alpha, 0, 1)),
            _ => Black.Times(Math.Clamp(alpha, 0, 1)),
        };
    }

    // A colour is as light as its luminance, but white only where every channel is.
    private static SvgPaint Of(double red, double green, double blue, double alpha)
    {
        (red, green, blue) = (Math.Clamp(red, 0, 1), Math.Clamp(green, 0, 1), Math.Clamp(blue, 0, 1));
        var luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        return new(Math.Min(Math.Min(red, green), blue) >= Lightest ? luminance : Math.Min(luminance, Lightest - 0.01), Math.Clamp(alpha, 0, 1));
    }
}
