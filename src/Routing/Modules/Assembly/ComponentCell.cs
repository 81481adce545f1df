using System.Globalization;
using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>Numbers and sides as cells of a CPL hold them: <c>1.2mm</c>, <c>100mil</c>, <c>1,5</c>, <c>90°</c>, <c>Top Layer</c>.</summary>
internal static partial class ComponentCell
{
    private const double MaxPosition = 1000, MaxRotation = 36_000;

    /// <summary>A position in millimetres.</summary>
    /// <param name="unit">Millimetres of a number without a unit of its own.</param>
    /// <exception cref="CsvException">It is no number, or beyond a metre.</exception>
    public static double Position(string cell, double unit, int line) => Number(cell, unit, MaxPosition, line, Length());

    /// <summary>A rotation in degrees, as the file gives it.</summary>
    /// <inheritdoc cref="Position"/>
    public static double Rotation(string cell, int line) => Number(cell, 1, MaxRotation, line, Angle());

    /// <summary><c>top</c>, <c>bottom</c>, or null for a text that is neither.</summary>
    public static string? Side(string cell) => ComponentHeading.Letters(cell) switch
    {
        "top" or "t" or "f" or "fcu" or "front" or "toplayer" or "topside" or "frontside" or "frontlayer" or "toplayer1" or "1" or "componentside" or "primary" or "顶层" => "top",
        "bottom" or "bot" or "b" or "bcu" or "back" or "bottomlayer" or "bottomside" or "backside" or "backlayer" or "botlayer" or "solderside" or "2" or "secondary" or "底层" => "bottom",
        _ => null,
    };

    private static double Number(string cell, double unit, double limit, int line, Regex form)
    {
        if (IsPlain(cell) && double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain) && Math.Abs(plain * unit) <= limit)
        {
            return plain * unit;
        }

        var match = cell.Length <= 64 ? form.Match(cell) : Match.Empty;
        if (match.Success && double.TryParse(Plain(match.Groups[1].Value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var value = number * (ComponentHeading.UnitOf(match.Groups[2].Value) ?? unit);
            if (Math.Abs(value) <= limit)
            {
                return value;
            }
        }

        throw new CsvException(line, string.Create(CultureInfo.InvariantCulture, $"'{cell}' is no number from {-limit} to {limit}"));
    }

    /// <summary>True where nothing but a plain decimal number can stand, as in nearly every cell: no pattern need be asked.</summary>
    private static bool IsPlain(string cell) => cell.Length is > 0 and <= 64 && cell.All(static c => char.IsAsciiDigit(c) || c is '+' or '-' or '.');

    /// <summary>A comma is a decimal one where no point is there, else it groups thousands.</summary>
    private static string Plain(string digits) => digits.Contains('.', StringComparison.Ordinal)
        ? digits.Replace(",", "", StringComparison.Ordinal)
        : digits.Replace(',', '.');

    [GeneratedRegex(@"^([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*(mm|cm|um|µm|μm|mils?|thou|in|inch|inches|""|″)?\.?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Length();

    [GeneratedRegex(@"^([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*((?:°|º|deg|degrees?)?)\.?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Angle();
}
