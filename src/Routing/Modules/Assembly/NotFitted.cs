using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>
/// The spellings of "do not populate". What can mean nothing else leaves a part out, wherever it stands in its row; what can also be a unit, a kind of contact or a
/// dielectric (<c>NF</c>, <c>NC</c>, <c>NP</c>) leaves it in doubt.
/// </summary>
internal static partial class NotFitted
{
    /// <summary>True where a row says so: in a column of its own, or in any other text of it.</summary>
    public static bool Is(ComponentTable table, CsvRow row) =>
        table.Cells(row, ComponentField.NotFitted).Any(cell => !IsNo(cell))
        || table.Cells(row, ComponentField.Fitted).Any(cell => cell.Length > 0 && (IsNo(cell) || Spelled().IsMatch(cell) || Ambiguous().IsMatch(cell)))
        || Texts(table, row).Any(text => Spelled().IsMatch(text));

    /// <summary>Why it is in doubt whether a row's parts are mounted; null where it is not.</summary>
    public static string? Doubt(ComponentTable table, CsvRow row)
    {
        var value = table.Cell(row, ComponentField.Value);
        var doubt = IsBlank(value) || Ambiguous().IsMatch(value) ? $"value {value}"
            : Texts(table, row).FirstOrDefault(text => Ambiguous().IsMatch(text)) is { } entry ? $"entry {entry}" : null;
        return doubt is null ? null : $"the {doubt} may mean that it is not mounted; it is";
    }

    private static IEnumerable<string> Texts(ComponentTable table, CsvRow row) =>
    [
        table.Cell(row, ComponentField.Value), table.Cell(row, ComponentField.Package), table.Cell(row, ComponentField.PartNumber),
        .. table.OtherColumns.Select(column => row[column]),
    ];

    private static bool IsBlank(string value) => value.ToUpperInvariant() is "X" or "-" or "--" or "N/A" or "NONE" or "?";

    /// <summary>An empty cell of a column "do not populate", or one that says no.</summary>
    private static bool IsNo(string cell) => cell.ToUpperInvariant() is "" or "0" or "NO" or "N" or "FALSE" or "F" or "-" or "FITTED" or "FIT" or "MOUNTED" or "POPULATED" or "POPULATE";

    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?:DN[PFIMS]|D\.N\.[PFIMS]\.?|(?:do[ _-]?not|don'?t)[ _-]?(?:populate|place|fit|install|mount|stuff|assemble|load|solder)"
        + @"|not[ _-]?(?:to[ _-]?be[ _-]?)?(?:fitted|populated|placed|mounted|installed|assembled|loaded|stuffed|soldered)|no[ _-]?(?:pop|stuff|fit|mount)|un(?:populated|fitted)"
        + @"|nicht[ _-]?best(?:ü|ue)ck(?:en|t)|unbest(?:ü|ue)ckt|non[ _-]?mont(?:é|e)e?)(?![A-Za-z0-9])|不贴|不焊|空贴|不上件",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Spelled();

    /// <summary>A number before an abbreviation makes it a unit (<c>100 NF</c>).</summary>
    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?:(?<![0-9][ ]?)(?:N[CFMPISB]|N[./][CFMPISB]\.?)|DNL|opt\.?|optional|spare|omit(?:ted)?|no[ _-]?(?:load|place)|un(?:mounted|placed|assembled|installed|used)"
        + @"|(?:do[ _-]?not|don'?t)[ _-]?use|not[ _-]?used|leave[ _-]?(?:empty|open|off|out|unpopulated))(?![A-Za-z0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
