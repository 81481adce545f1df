using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// Reads a module's BOM and CPL. Columns are found by name, under the names that KiCad, EasyEDA, Altium and the fabs' own forms give them.
/// </summary>
internal static class ComponentFiles
{
    private const int MaxReferences = 10_000;
    private const double MaxPosition = 1000, MaxRotation = 36_000;

    /// <exception cref="CsvException">The table is malformed, has no reference column, or lists too many parts.</exception>
    public static ImmutableArray<BomLine> ReadBom(ReadOnlySpan<byte> content)
    {
        var table = CsvTable.Read(content);
        var reference = RequiredColumn(table, "a reference", "reference", "references", "designator", "designators", "ref", "refs", "refdes");
        var value = table.Column("value", "val", "comment", "description");
        var package = table.Column("package", "footprint", "pattern");
        var lcsc = table.Column("lcscpart", "lcsc", "lcscpartnumber", "lcscpartno", "jlcpcbpart", "jlcpcbpartnumber", "supplierpart", "jlcpart");

        var total = 0;
        var lines = ImmutableArray.CreateBuilder<BomLine>(table.Rows.Count);
        foreach (var row in table.Rows)
        {
            var references = References.Split(row[reference]).ToImmutableArray();
            if (references.IsEmpty)
            {
                throw new CsvException(row.Line, "a part without a reference");
            }

            if ((total += references.Length) > MaxReferences)
            {
                throw new CsvException(row.Line, string.Create(CultureInfo.InvariantCulture, $"more than {MaxReferences} references"));
            }

            lines.Add(new(row[value], new(references), row[package], row[lcsc]));
        }

        return lines.ToImmutable();
    }

    /// <summary>Positions in millimetres (a trailing "mm" is understood), rotation in degrees, side as top or bottom.</summary>
    /// <exception cref="CsvException">The table is malformed, lacks reference or position, or a number is no number within limits.</exception>
    public static ImmutableArray<CplLine> ReadCpl(ReadOnlySpan<byte> content)
    {
        var table = CsvTable.Read(content);
        if (table.Rows.Count == 0)
        {
            return [];
        }

        var reference = RequiredColumn(table, "a reference", "ref", "reference", "designator", "refdes");
        var x = RequiredColumn(table, "an x position", "posx", "midx", "centerx", "centerxmm", "midxmm", "posxmm", "x", "xmm");
        var y = RequiredColumn(table, "a y position", "posy", "midy", "centery", "centerymm", "midymm", "posymm", "y", "ymm");
        var rotation = table.Column("rot", "rotation", "angle");
        var value = table.Column("val", "value", "comment");
        var package = table.Column("package", "footprint", "pattern");
        var side = table.Column("side", "layer", "tb");

        var lines = ImmutableArray.CreateBuilder<CplLine>(table.Rows.Count);
        foreach (var row in table.Rows)
        {
            var at = Point.FromMillimetres(Number(table, row, x, MaxPosition), Number(table, row, y, MaxPosition));
            var turn = row[rotation].Length == 0 ? 0 : Number(table, row, rotation, MaxRotation);
            lines.Add(new(row[reference], row[value], row[package], at, turn, SideOf(row, side)));
        }

        return lines.ToImmutable();
    }

    private static int RequiredColumn(CsvTable table, string what, params ReadOnlySpan<string> names)
    {
        var column = table.Column(names);
        return column >= 0 || table.Rows.Count == 0 ? column : throw new CsvException(1, $"no column for {what}");
    }

    private static double Number(CsvTable table, CsvTable.Row row, int column, double limit)
    {
        var text = row[column].AsSpan();
        text = (text.EndsWith("mm", StringComparison.OrdinalIgnoreCase) ? text[..^2] : text).TrimEnd();

        // Where semicolons separate, the file comes from a locale that writes decimal commas.
        Span<char> digits = stackalloc char[Math.Min(text.Length, 64)];
        text[..digits.Length].CopyTo(digits);
        if (table.Delimiter == ';')
        {
            digits.Replace(',', '.');
        }

        if (text.Length <= 64 && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= limit)
        {
            return number;
        }

        throw new CsvException(row.Line, string.Create(CultureInfo.InvariantCulture, $"'{text}' is no number from {-limit} to {limit}"));
    }

    private static string SideOf(CsvTable.Row row, int column) => row[column].ToLowerInvariant() switch
    {
        "" or "top" or "t" or "f" or "f.cu" or "front" or "toplayer" => "top",
        "bottom" or "bot" or "b" or "b.cu" or "back" or "bottomlayer" => "bottom",
        var other => throw new CsvException(row.Line, $"'{other}' is no side of a board"),
    };

    /// <summary>References of one BOM line, separated by commas, semicolons or blanks; KiCad's ranges (C1-C4) are spelled out.</summary>
    private static class References
    {
        private const int LongestRange = 1000;

        public static IEnumerable<string> Split(string list) =>
            list.Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).SelectMany(Expand);

        private static IEnumerable<string> Expand(string reference)
        {
            var dash = reference.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0 || !TryCut(reference[..dash], out var prefix, out var first) || !TryCut(reference[(dash + 1)..], out var end, out var last)
                || (end.Length > 0 && end != prefix) || prefix.Length == 0 || last < first || last - first >= LongestRange)
            {
                return [reference];
            }

            return Enumerable.Range(first, last - first + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"{prefix}{n}"));
        }

        private static bool TryCut(string reference, out string prefix, out int number)
        {
            prefix = reference.TrimEnd("0123456789".ToCharArray());
            return int.TryParse(reference.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number) && prefix.All(char.IsAsciiLetter);
        }
    }
}
