using System.Globalization;
using System.Text.RegularExpressions;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Excellon;

/// <summary>
/// A tool that only a comment describes, as Allegro and OrCAD write it:
/// <c>;T01 Holesize 1. = 16.000000 Tolerance = +3.000000/-3.000000 PLATED MILS Quantity = 1</c>; without the T number where tools change at stops.
/// </summary>
/// <param name="Named">True where the comment gives the number by which the program calls the tool.</param>
/// <param name="Diameter">Nanometres.</param>
/// <param name="Plated">Null where the comment does not say.</param>
/// <param name="Inch">True where the comment measures in inches or thousandths of them.</param>
internal sealed partial record CommentedTool(int Number, bool Named, double Diameter, bool? Plated, bool Inch)
{
    private const double Mil = Units.Inch / 1000.0;

    /// <summary>Null for a comment about something else.</summary>
    public static CommentedTool? TryRead(string comment)
    {
        if (HoleSize().Match(comment) is not { Success: true } size)
        {
            return null;
        }

        var rest = comment[(size.Index + size.Length)..];
        var unit = Unit().Match(rest).Groups[1].Value.ToUpperInvariant() switch
        {
            "MILS" or "MIL" => Mil,
            "INCH" or "INCHES" or "IN" => Units.Inch,
            "MICRONS" or "MICRON" or "UM" => Units.Millimetre / 1000.0,
            "CM" => Units.Millimetre * 10.0,
            "MM" or "MILLIMETERS" => Units.Millimetre,
            _ => 0,
        };
        if (unit == 0)
        {
            return null;
        }

        var number = size.Groups["tool"].Success ? size.Groups["tool"].Value : size.Groups["index"].Value;
        var diameter = double.Parse(size.Groups["size"].Value, CultureInfo.InvariantCulture) * unit;
        return new(int.Parse(number, CultureInfo.InvariantCulture), size.Groups["tool"].Success, diameter, PlatingIn(rest), unit is Mil or Units.Inch);
    }

    private static bool? PlatingIn(string text) => Plating().Match(text) is { Success: true } plating ? !plating.Groups["non"].Success : null;

    [GeneratedRegex(@"^\s*(?:T0*(?<tool>\d{1,4})\s+)?Hole\s?size\s+(?<index>\d{1,4})\.?\s*=\s*(?<size>\d{1,6}(?:\.\d{0,9})?)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HoleSize();

    [GeneratedRegex(@"\b(MILS?|INCH(?:ES)?|IN|MICRONS?|UM|CM|MM|MILLIMETERS)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex(@"\b(?<non>NON[_ -]?|UN)?PLATED\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Plating();
}
