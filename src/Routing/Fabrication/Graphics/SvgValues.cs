using System.Globalization;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Attribute values: lengths, number lists, transforms, viewBox and preserveAspectRatio.</summary>
internal static class SvgValues
{
    /// <summary>A length in user units (96 to the inch); a percentage is of <paramref name="whole"/>. Null where it cannot be read.</summary>
    public static double? Length(string? text, double whole, SvgFontSize font)
    {
        var scanner = new SvgScanner((text ?? "").AsSpan().Trim());
        if (!scanner.TryNumber(out var number))
        {
            return null;
        }

        double? unit = scanner.TryTake('%') ? whole / 100 : scanner.Word() switch
        {
            "" or "px" => 1,
            "mm" => 96 / 25.4,
            "cm" => 96 / 2.54,
            "in" => 96,
            "pt" => 96 / 72.0,
            "pc" => 16,
            "em" => font.Em,
            "rem" => font.Rem,
            "ex" or "ch" => font.Em / 2,
            "Q" => 96 / 101.6,
            _ => null,
        };
        return scanner.AtEnd ? number * unit : null;
    }

    /// <summary>The same where no font is known.</summary>
    public static double? Length(string? text, double whole) => Length(text, whole, SvgFontSize.Initial);

    /// <summary>A number without a unit; null where it is none.</summary>
    public static double? Number(string? text)
    {
        var scanner = new SvgScanner((text ?? "").AsSpan().Trim());
        return scanner.TryNumber(out var number) && scanner.AtEnd ? number : null;
    }

    /// <summary>A list of lengths, up to the first that cannot be read.</summary>
    public static List<double> Lengths(string? text, double whole, SvgFontSize font)
    {
        TryLengths(text, whole, font, out var lengths);
        return lengths;
    }

    /// <inheritdoc cref="Lengths"/>
    /// <returns>False where there is one that cannot be read.</returns>
    public static bool TryLengths(string? text, double whole, SvgFontSize font, out List<double> lengths)
    {
        var fields = (text ?? "").Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        lengths = [.. fields.Select(field => Length(field, whole, font)).TakeWhile(length => length is not null).Select(length => length!.Value)];
        return lengths.Count == fields.Length;
    }

    /// <summary>A list of numbers, up to what is none.</summary>
    public static List<double> Numbers(string? text)
    {
        TryNumbers(text, out var numbers);
        return numbers;
    }

    /// <inheritdoc cref="Numbers"/>
    /// <returns>False where something is none.</returns>
    public static bool TryNumbers(string? text, out List<double> numbers)
    {
        var scanner = new SvgScanner(text ?? "");
        numbers = [];
        scanner.SkipSeparator();
        while (scanner.TryNumber(out var number))
        {
            numbers.Add(number);
            scanner.SkipSeparator();
        }

        return scanner.AtEnd;
    }

    /// <summary>A transform list as an attribute or CSS (Transforms 1, 9) spells it.</summary>
    /// <param name="result">The identity from the first function on that cannot be read.</param>
    /// <returns>False where there is one.</returns>
    public static bool TryTransform(string text, out Affine result)
    {
        result = Affine.Identity;
        if (text is "none")
        {
            return true;
        }

        var scanner = new SvgScanner(text);
        scanner.SkipSeparator();
        while (!scanner.AtEnd)
        {
            var name = scanner.Word().ToString();
            scanner.SkipSpace();
            if (!scanner.TryTake('('))
            {
                return false;
            }

            var arguments = new List<double>();
            scanner.SkipSpace();
            while (arguments.Count < 6 && scanner.TryNumber(out var number))
            {
                if (UnitFactor(scanner.Word()) is not { } factor)
                {
                    return false;
                }

                arguments.Add(number * factor);
                scanner.SkipSeparator();
            }

            if (!scanner.TryTake(')') || Function(name, arguments) is not { } next)
            {
                return false;
            }

            result = result.After(next);
            scanner.SkipSeparator();
        }

        return true;
    }

    /// <summary>The id in <c>url(#id)</c>, with or without quotes; null for anything else.</summary>
    public static string? Reference(string? text)
    {
        var value = (text ?? "").Trim();
        if (!value.StartsWith("url(", StringComparison.OrdinalIgnoreCase) || !value.EndsWith(')'))
        {
            return null;
        }

        var address = value[4..^1].Trim().Trim('"', '\'').Trim();
        return address is ['#', .. var id] ? id : null;
    }

    // Of an angle in degrees, of a length in pixels.
    private static double? UnitFactor(ReadOnlySpan<char> unit) => unit switch
    {
        "" or "px" or "deg" => 1,
        "rad" => 180 / Math.PI,
        "grad" => 0.9,
        "turn" => 360,
        "mm" => 96 / 25.4,
        "cm" => 96 / 2.54,
        "in" => 96,
        "pt" => 96 / 72.0,
        _ => null,
    };

    /// <summary>The map from a viewBox to the viewport (0, 0, width, height), SVG 2, 8.2; null where nothing can be shown.</summary>
    public static Affine? Viewport(string? viewBox, string? preserve, double width, double height)
    {
        var box = Numbers(viewBox);
        if (box.Count != 4)
        {
            return Affine.Identity;
        }

        if (!(box[2] > 0) || !(box[3] > 0) || !(width > 0) || !(height > 0))
        {
            return null;
        }

        double sx = width / box[2], sy = height / box[3];
        var rule = (preserve ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var align = rule.Length > 0 ? rule[0] : "xMidYMid";
        if (align != "none")
        {
            sx = sy = rule is [_, "slice", ..] ? Math.Max(sx, sy) : Math.Min(sx, sy);
        }

        var x = Slack(align, "xMin", "xMax") * (width - box[2] * sx);
        var y = Slack(align, "YMin", "YMax") * (height - box[3] * sy);
        return new Affine(sx, 0, 0, sy, x - box[0] * sx, y - box[1] * sy);
    }

    public static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static double Slack(string align, string low, string high) =>
        align.Contains(low, StringComparison.Ordinal) ? 0 : align.Contains(high, StringComparison.Ordinal) ? 1 : 0.5;

    private static Affine? Function(string name, List<double> v) => (name, v.Count) switch
    {
        ("matrix", 6) => new Affine(v[0], v[1], v[2], v[3], v[4], v[5]),
        ("translate", 1) => Affine.Translate(v[0], 0),
        ("translate", 2) => Affine.Translate(v[0], v[1]),
        ("scale", 1) => Affine.Scaled(v[0], v[0]),
        ("scale", 2) => Affine.Scaled(v[0], v[1]),
        ("rotate", 1) => Affine.Rotate(v[0]),
        ("rotate", 3) => Affine.Translate(v[1], v[2]).After(Affine.Rotate(v[0])).After(Affine.Translate(-v[1], -v[2])),
        ("translateX", 1) => Affine.Translate(v[0], 0),
        ("translateY", 1) => Affine.Translate(0, v[0]),
        ("scaleX", 1) => Affine.Scaled(v[0], 1),
        ("scaleY", 1) => Affine.Scaled(1, v[0]),
        ("skew", 1) => new Affine(1, 0, Math.Tan(v[0] * Math.PI / 180), 1, 0, 0),
        ("skew", 2) => new Affine(1, Math.Tan(v[1] * Math.PI / 180), Math.Tan(v[0] * Math.PI / 180), 1, 0, 0),
        ("skewX", 1) => new Affine(1, 0, Math.Tan(v[0] * Math.PI / 180), 1, 0, 0),
        ("skewY", 1) => new Affine(1, Math.Tan(v[0] * Math.PI / 180), 0, 1, 0, 0),
        _ => null,
    };
}
