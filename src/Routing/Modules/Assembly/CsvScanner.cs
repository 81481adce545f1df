using System.Globalization;
using System.Text;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>
/// Cuts CSV (RFC 4180) into rows, as lenient as spreadsheets are: blanks before an opening quote, a quote inside an unquoted field (0.1") and text after
/// a closing one are kept as they stand; a line ends with CR, LF or both. Rows without a character are skipped. Sizes are bounded.
/// </summary>
internal ref struct CsvScanner(string text, char delimiter)
{
    private const int MaxRows = 5_000, MaxColumns = 64, MaxField = 20_000;

    private readonly StringBuilder _field = new();
    private int _at;
    private int _line = 1;

    /// <exception cref="CsvException">A quote is not closed, or a limit is passed.</exception>
    public static List<CsvRow> Rows(string text, char delimiter, int most = MaxRows)
    {
        var scanner = new CsvScanner(text, delimiter);
        var rows = new List<CsvRow>();
        while (scanner._at < text.Length && rows.Count < most)
        {
            var row = scanner.ReadRow();
            if (!row.IsBlank)
            {
                rows.Add(row);
            }
        }

        return rows.Count == MaxRows ? throw new CsvException(rows[^1].Line, string.Create(CultureInfo.InvariantCulture, $"more than {MaxRows} rows")) : rows;
    }

    private CsvRow ReadRow()
    {
        var row = new CsvRow(_line, []);
        while (true)
        {
            row.Fields.Add(StartsQuoted() ? ReadQuoted() : ReadPlain());
            if (row.Fields.Count > MaxColumns)
            {
                throw new CsvException(row.Line, string.Create(CultureInfo.InvariantCulture, $"more than {MaxColumns} columns"));
            }

            if (_at >= text.Length)
            {
                return row;
            }

            if (text[_at] == delimiter)
            {
                _at++;
                continue;
            }

            EndLine();
            return row;
        }
    }

    /// <summary>Moves to the opening quote of a quoted field; hand-written files have blanks before it.</summary>
    private bool StartsQuoted()
    {
        var at = _at;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (at == text.Length || text[at] != '"')
        {
            return false;
        }

        _at = at;
        return true;
    }

    private void EndLine()
    {
        _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
        _line++;
    }

    private string ReadPlain()
    {
        var start = _at;
        SkipToEnd();
        return Limited(text[start..Math.Min(_at, start + MaxField + 1)]);
    }

    private string ReadQuoted()
    {
        var line = _line;
        _field.Clear();
        for (_at++; _at < text.Length; _at++)
        {
            var c = text[_at];
            _line += c == '\n' ? 1 : 0;
            if (c != '"')
            {
                _field.Append(c);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '"')
            {
                _field.Append(text[_at++]);
            }
            else
            {
                return AfterQuote(_at + 1);
            }
        }

        throw new CsvException(line, "a quote is not closed");
    }

    private string AfterQuote(int start)
    {
        _at = start;
        SkipToEnd();
        return Limited(_field.Append(text.AsSpan(start, Math.Min(_at - start, MaxField + 1)).TrimEnd(' ')).ToString());
    }

    private void SkipToEnd()
    {
        while (_at < text.Length && text[_at] != delimiter && text[_at] is not '\r' and not '\n')
        {
            _at++;
        }
    }

    private readonly string Limited(string field) => field.Length <= MaxField
        ? field
        : throw new CsvException(_line, string.Create(CultureInfo.InvariantCulture, $"a field longer than {MaxField} characters"));
}

/// <param name="Line">Where the row begins, from 1.</param>
internal sealed record CsvRow(int Line, List<string> Fields)
{
    /// <summary>The trimmed field of that column; empty where the row is short or the column is -1.</summary>
    public string this[int column] => column < 0 || column >= Fields.Count ? "" : Fields[column].Trim();

    public bool IsBlank => Fields.TrueForAll(string.IsNullOrWhiteSpace);
}

/// <summary>A malformed CSV file and the line that is wrong.</summary>
internal sealed class CsvException(int line, string error) : Exception(error)
{
    public int Line { get; } = line;
}
