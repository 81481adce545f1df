using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>
/// A BOM or CPL as a table: its header is the row that has most headings of known meaning, so a title, a date and a units line may stand before it.
/// Lines that begin with <c>#</c> and a spreadsheet's <c>sep=;</c> are no rows. The separator is the one that makes most of the header.
/// </summary>
internal sealed partial class ComponentTable
{
    private const int MostLinesBeforeHeader = 60;

    private readonly IReadOnlyList<string> _headings;
    private readonly IReadOnlyList<CsvRow> _above;
    private readonly Dictionary<ComponentField, int> _columns;
    private readonly ComponentField?[] _meanings;

    /// <summary>All columns of a text that is a part's value or package, the best first: a list may give the one of some parts and the other of the rest.</summary>
    private readonly Dictionary<ComponentField, int[]> _texts;

    /// <summary>All columns that say whether a part is mounted.</summary>
    private readonly Dictionary<ComponentField, int[]> _flags;

    private ComponentTable(char delimiter, CsvRow header, Dictionary<ComponentField, int> columns, List<CsvRow> before, List<CsvRow> rows)
    {
        (Delimiter, _headings, _columns, _above, Rows) = (delimiter, header.Fields, columns, before, rows);
        Before = [.. before.Where(row => !IsComment(row))];
        HeaderLine = header.Line;
        ComponentHeading[] headings = [.. header.Fields.ConvertAll(ComponentHeading.Of)];
        _meanings = Array.ConvertAll(headings, static heading => heading.Field);
        _texts = ColumnsOf(ComponentField.Value, ComponentField.Package);
        _flags = ColumnsOf(ComponentField.NotFitted, ComponentField.Fitted);
        OtherColumns = [.. Enumerable.Range(0, headings.Length).Where(column => !IsRead(column))];

        Dictionary<ComponentField, int[]> ColumnsOf(params ComponentField[] fields) => fields.ToDictionary(field => field, field => ComponentHeading.Columns(headings, field));
    }

    public char Delimiter { get; }

    public int HeaderLine { get; }

    /// <summary>Lines before the header, comments aside.</summary>
    public IReadOnlyList<CsvRow> Before { get; }

    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Headings of columns that hold something and whose meaning is not known, or is that of another column, too.</summary>
    public IEnumerable<string> Unused => OtherColumns
        .Where(column => Rows.Any(row => row[column].Length > 0 && !StandsIn(row, column)))
        .Select(column => _headings[column].Trim() is { Length: > 0 } heading ? heading : "(no heading)");

    /// <summary>Columns of unknown meaning.</summary>
    public IReadOnlyList<int> OtherColumns { get; }

    /// <summary>A row's cells in all columns of a meaning: a part that is excluded in one column that says so and not in another is excluded.</summary>
    public IEnumerable<string> Cells(CsvRow row, ComponentField field) => _flags[field].Select(column => row[column]);

    /// <summary>Reads a table whose header has these fields.</summary>
    /// <returns>Null where the content holds nothing at all.</returns>
    /// <exception cref="CsvException">There is no such header, a quote is not closed, a row has more fields than the header, or a limit is passed.</exception>
    public static ComponentTable? Read(ReadOnlySpan<byte> content, params ReadOnlySpan<ComponentField> required)
    {
        var text = TextDecoder.Decode(content);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var (delimiter, rows) = RowsOf(text);
        if (rows.Count == 0)
        {
            return null;
        }

        var (header, columns) = HeaderOf(rows);
        foreach (var field in required)
        {
            if (!columns.ContainsKey(field))
            {
                throw new CsvException(header.Line, $"no column for {Spoken(field)}");
            }
        }

        var at = rows.IndexOf(header);
        var table = new ComponentTable(delimiter, header, columns, rows[..at], [.. rows[(at + 1)..].Where(row => !IsComment(row, columns))]);
        return table.Checked();
    }

    /// <summary>True where the content is a table with these fields.</summary>
    public static bool Has(ReadOnlySpan<byte> content, params ReadOnlySpan<ComponentField> fields)
    {
        try
        {
            return Read(content, fields) is not null;
        }
        catch (CsvException)
        {
            return false;
        }
    }

    public bool Has(ComponentField field) => _columns.ContainsKey(field);

    /// <summary>The trimmed cell; empty where there is no such column. A value or package that is blank is that of the next column of this meaning.</summary>
    public string Cell(CsvRow row, ComponentField field) => row[ColumnOf(row, field)];

    private int ColumnOf(CsvRow row, ComponentField field)
    {
        var best = _columns.GetValueOrDefault(field, -1);
        return row[best].Length == 0 && _texts.TryGetValue(field, out var columns) ? columns.FirstOrDefault(column => row[column].Length > 0, best) : best;
    }

    /// <summary>True where a column gives what the best one of its meaning leaves blank in this row.</summary>
    private bool StandsIn(CsvRow row, int column) => _meanings[column] is { } field && _texts.ContainsKey(field) && ColumnOf(row, field) == column;

    private bool IsRead(int column) => _columns.ContainsValue(column) || _meanings[column] is ComponentField.NotFitted or ComponentField.Fitted;

    /// <summary>Millimetres that a number of this column counts where its cell names no unit: by the heading, else by a line such as <c>Units used: mil</c>, else 1.</summary>
    public double UnitOf(ComponentField field) =>
        (_columns.TryGetValue(field, out var column) ? ComponentHeading.Of(_headings[column]).Unit : null) ?? DeclaredUnit() ?? 1;

    /// <summary>As sentences name a field.</summary>
    public static string Spoken(ComponentField field) => field switch
    {
        ComponentField.Reference => "a reference",
        ComponentField.Value => "a value",
        ComponentField.Package => "a package",
        ComponentField.PartNumber => "a part number",
        ComponentField.X => "an x position",
        ComponentField.Y => "a y position",
        ComponentField.Rotation => "a rotation",
        ComponentField.Side => "a side",
        _ => "a quantity",
    };

    private double? DeclaredUnit() => _above.Select(row => UnitsLine().Match(string.Join(' ', row.Fields)))
        .Where(match => match.Success).Select(match => ComponentHeading.UnitOf(match.Groups[1].Value)).FirstOrDefault(unit => unit is not null);

    private static (char Delimiter, List<CsvRow> Rows) RowsOf(string text)
    {
        if (PositionListing.Rows(text) is { } listing)
        {
            return (' ', listing);
        }

        var declared = Separator().Match(text);
        var body = declared.Success ? text[declared.Length..] : text;
        var delimiter = declared.Success ? declared.Groups[1].Value[0] : DelimiterOf(body);
        return (delimiter, CsvScanner.Rows(body, delimiter));
    }

    private ComponentTable Checked()
    {
        foreach (var row in Rows)
        {
            if (row.Fields.Skip(_headings.Count).Any(field => !string.IsNullOrWhiteSpace(field)))
            {
                throw new CsvException(row.Line, "more fields than the header has");
            }
        }

        return this;
    }

    /// <summary>The separator under which the header says most; a comma where none says more.</summary>
    private static char DelimiterOf(string text)
    {
        var others = ";\t|".Where(other => text.Contains(other, StringComparison.Ordinal)).ToList();
        var (best, most) = (',', others.Count == 0 ? 0 : KnownHeadings(text, ','));
        foreach (var delimiter in others)
        {
            var known = KnownHeadings(text, delimiter);
            if (known > most)
            {
                (best, most) = (delimiter, known);
            }
        }

        return best;
    }

    private static int KnownHeadings(string text, char delimiter)
    {
        try
        {
            var rows = CsvScanner.Rows(text, delimiter, MostLinesBeforeHeader);
            return rows.Count == 0 ? 0 : HeaderOf(rows).Columns.Count;
        }
        catch (CsvException)
        {
            return 0;
        }
    }

    private static (CsvRow Header, Dictionary<ComponentField, int> Columns) HeaderOf(List<CsvRow> rows)
    {
        var best = (Header: rows[0], Columns: new Dictionary<ComponentField, int>());
        foreach (var row in rows.Take(MostLinesBeforeHeader))
        {
            // Of fewer cells there are no more headings.
            if (row.Fields.Count <= best.Columns.Count)
            {
                continue;
            }

            var headings = row.Fields.ConvertAll(ComponentHeading.Of);
            if (headings.Exists(heading => heading.Field == ComponentField.Reference)
                && ComponentHeading.Meaning(headings) is var columns && columns.Count > best.Columns.Count)
            {
                best = (row, columns);
            }
        }

        return best;
    }

    /// <summary>A row that begins with <c>#</c>, unless that is the number of a part that has a reference.</summary>
    private static bool IsComment(CsvRow row, Dictionary<ComponentField, int>? columns = null) =>
        row[0].StartsWith('#') && (columns is null || columns[ComponentField.Reference] == 0 || row[columns[ComponentField.Reference]].Length == 0);

    [GeneratedRegex(@"\A""?sep=(.)""?(?=[\r\n])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Separator();

    [GeneratedRegex(@"(?:\bunits?\b[^A-Za-z]*(?:used)?[^A-Za-z]*|\bX\W+Y\W+in\s+)(mm|mils?|thou|inch(?:es)?|in|cm)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex UnitsLine();
}
