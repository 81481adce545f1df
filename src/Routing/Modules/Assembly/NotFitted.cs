using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>The spellings of "do not populate".</summary>
internal static partial class NotFitted
{
    /// <summary>True where a row says so: in a column of its own, or in any other text of it.</summary>
    public static bool Is(ComponentTable table, CsvRow row) =>
        (table.Has(ComponentField.NotFitted) && !IsNo(table.Cell(row, ComponentField.NotFitted)))
        || (table.Has(ComponentField.Fitted) && table.Cell(row, ComponentField.Fitted) is { Length: > 0 } fitted && (IsNo(fitted) || Spelled().IsMatch(fitted)))
        || Spelled().IsMatch(table.Cell(row, ComponentField.Value))
        || Spelled().IsMatch(table.Cell(row, ComponentField.Package))
        || Spelled().IsMatch(table.Cell(row, ComponentField.PartNumber))
        || table.OtherColumns.Any(column => Spelled().IsMatch(row[column]));

    /// <summary>A value that some write for a part that is not mounted, and that may be meant otherwise.</summary>
    public static bool MayBe(string value) => value.ToUpperInvariant() is "NC" or "N.C." or "N/C" or "NF" or "NM" or "NP" or "N.M." or "X" or "-" or "N/A";

    /// <summary>An empty cell of a column "do not populate", or one that says no.</summary>
    private static bool IsNo(string cell) => cell.ToUpperInvariant() is "" or "0" or "NO" or "N" or "FALSE" or "F" or "-" or "FITTED" or "FIT" or "MOUNTED" or "POPULATED" or "POPULATE";

    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?:DN[PFIMS]|D\.N\.P\.?|do[ _-]?not[ _-]?(?:populate|place|fit|install|mount|stuff|assemble)"
        + @"|not[ _-]?(?:fitted|populated|placed|mounted|installed|assembled)|no[ _-]?(?:pop|stuff|fit|mount)|un(?:populated|fitted)|don'?t[ _-]?(?:populate|place|fit|mount))(?![A-Za-z0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Spelled();
}
