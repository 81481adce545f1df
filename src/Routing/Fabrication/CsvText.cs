using System.Buffers;
using System.Text;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// Writes CSV (RFC 4180, UTF-8) that a spreadsheet may open: no cell can become a formula that does anything.
/// </summary>
/// <param name="quotesAll">Every cell stands in quotes.</param>
/// <remarks>
/// A cell that starts with <c>=</c> or <c>@</c> is prefixed with an apostrophe, and so is one that starts with
/// <c>+</c> or <c>-</c> and holds anything a formula needs to call, link or refer: brackets, <c>! | = &amp; '</c> and the like. Plain values such as
/// <c>+5V</c>, <c>-12.5</c>, <c>-40/+85</c> stay as they are, for a fab matches part values by text. Line breaks and other controls inside a cell become blanks.
/// </remarks>
internal sealed class CsvText(bool quotesAll = false)
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",;\"\t");
    private static readonly SearchValues<char> Acts = SearchValues.Create("()[]{}!|=&'\"@<>^*:$\\");

    private readonly StringBuilder _text = new();
    private bool _inRow;

    public CsvText Cell(string value)
    {
        if (_inRow)
        {
            _text.Append(',');
        }

        _inRow = true;
        var safe = Disarm(OneLine(value));
        if (!quotesAll && safe.AsSpan().IndexOfAny(NeedsQuotes) < 0)
        {
            _text.Append(safe);
        }
        else
        {
            _text.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return this;
    }

    public CsvText EndRow()
    {
        _text.Append("\r\n");
        _inRow = false;
        return this;
    }

    /// <summary>UTF-8, with a byte order mark where a character is not ASCII: without one, spreadsheets and fabs' importers garble µ and Ω.</summary>
    public byte[] ToBytes()
    {
        var text = _text.ToString();
        return Encoding.UTF8.GetBytes(Ascii.IsValid(text) ? text : "\uFEFF" + text);
    }

    internal static string Disarm(string value)
    {
        if (value.Length == 0)
        {
            return value;
        }

        var armed = value[0] switch
        {
            '=' or '@' => true,
            '+' or '-' => value.AsSpan(1).IndexOfAny(Acts) >= 0,
            _ => false,
        };
        return armed ? "'" + value : value;
    }

    /// <summary>Without control characters, and without the half of a surrogate pair.</summary>
    private static string OneLine(string value)
    {
        if (!value.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            return value;
        }

        var line = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            line.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        }

        return line.ToString().Trim();
    }
}
