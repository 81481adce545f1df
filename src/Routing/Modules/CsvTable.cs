using System.Globalization;
using System.Text;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// A small strict reader of CSV with a header (RFC 4180), for the two component files of a module: delimiters, aliases, encodings and limits are
/// ours in any case, and a process that must start fast loads no library for the rest. Comma, semicolon or tab separates, as the header shows;
/// UTF-8 with or without a mark, UTF-16 with one, or Latin-1 are understood.
/// </summary>
internal sealed class CsvTable
{
    private const int MaxRows = 5_000, MaxColumns = 64, MaxField = 20_000;

    private readonly List<string> _columns;

    private CsvTable(List<string> columns, char delimiter, List<Row> rows) => (_columns, Delimiter, Rows) = (columns, delimiter, rows);

    public char Delimiter { get; }

    public IReadOnlyList<Row> Rows { get; }

    /// <exception cref="CsvException">A quote is not closed or misplaced, a row has more fields than the header, or a limit is passed.</exception>
    public static CsvTable Read(ReadOnlySpan<byte> content)
    {
        var text = Decode(content);
        var delimiter = DelimiterOf(text);
        var rows = new Scanner(text, delimiter).Rows();
        if (rows.Count == 0)
        {
            return new([], delimiter, []);
        }

        var header = rows[0];
        foreach (var row in rows)
        {
            if (row.Fields.Count > header.Fields.Count)
            {
                throw new CsvException(row.Line, "more fields than the header has");
            }
        }

        return new([.. header.Fields.Select(Normal)], delimiter, rows[1..]);
    }

    /// <summary>The first column with one of these names, or -1. Case, blanks and punctuation do not count: "LCSC Part #" is <c>lcscpart</c>.</summary>
    public int Column(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var column = _columns.IndexOf(name);
            if (column >= 0)
            {
                return column;
            }
        }

        return -1;
    }

    private static string Normal(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Decode(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("\uFEFF"u8))
        {
            content = content[3..];
        }
        else if (content.Length >= 2 && content[0] == 0xFF && content[1] == 0xFE)
        {
            return Encoding.Unicode.GetString(content[2..]);
        }
        else if (content.Length >= 2 && content[0] == 0xFE && content[1] == 0xFF)
        {
            return Encoding.BigEndianUnicode.GetString(content[2..]);
        }

        return (System.Text.Unicode.Utf8.IsValid(content) ? Encoding.UTF8 : Encoding.Latin1).GetString(content);
    }

    /// <summary>The separator that the header line uses most, outside quotes; a comma where it uses none.</summary>
    private static char DelimiterOf(string text)
    {
        int commas = 0, semicolons = 0, tabs = 0;
        var quoted = false;
        foreach (var c in text)
        {
            if (c is '\r' or '\n' && !quoted && commas + semicolons + tabs > 0)
            {
                break;
            }

            quoted ^= c == '"';
            commas += !quoted && c == ',' ? 1 : 0;
            semicolons += !quoted && c == ';' ? 1 : 0;
            tabs += !quoted && c == '\t' ? 1 : 0;
        }

        return semicolons > commas && semicolons >= tabs ? ';' : tabs > commas ? '\t' : ',';
    }

    /// <param name="Line">Where the row begins, from 1.</param>
    public sealed record Row(int Line, List<string> Fields)
    {
        /// <summary>The trimmed field of that column; empty where the row is short or the column is -1.</summary>
        public string this[int column] => column < 0 || column >= Fields.Count ? "" : Fields[column].Trim();

        public bool IsBlank => Fields.TrueForAll(string.IsNullOrWhiteSpace);
    }

    private ref struct Scanner(string text, char delimiter)
    {
        private readonly StringBuilder _field = new();
        private int _at;
        private int _line = 1;

        public List<Row> Rows()
        {
            var rows = new List<Row>();
            while (_at < text.Length)
            {
                var row = ReadRow();
                if (row.IsBlank)
                {
                    continue;
                }

                if (rows.Count > MaxRows)
                {
                    throw new CsvException(row.Line, string.Create(CultureInfo.InvariantCulture, $"more than {MaxRows} rows"));
                }

                rows.Add(row);
            }

            return rows;
        }

        private Row ReadRow()
        {
            var row = new Row(_line, []);
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
            while (_at < text.Length && text[_at] != delimiter && text[_at] is not '\r' and not '\n')
            {
                if (text[_at++] == '"')
                {
                    throw new CsvException(_line, "a quote inside an unquoted field");
                }
            }

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
                    _at++;
                    return AfterQuote();
                }
            }

            throw new CsvException(line, "a quote is not closed");
        }

        private string AfterQuote()
        {
            while (_at < text.Length && text[_at] == ' ')
            {
                _at++;
            }

            if (_at < text.Length && text[_at] != delimiter && text[_at] is not '\r' and not '\n')
            {
                throw new CsvException(_line, "text after a closing quote");
            }

            return Limited(_field.ToString());
        }

        private readonly string Limited(string field) => field.Length <= MaxField
            ? field
            : throw new CsvException(_line, string.Create(CultureInfo.InvariantCulture, $"a field longer than {MaxField} characters"));
    }
}

/// <summary>A malformed CSV file and the line that is wrong.</summary>
internal sealed class CsvException(int line, string error) : Exception(error)
{
    public int Line { get; } = line;
}
