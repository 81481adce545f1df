using System.Globalization;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Reads numbers, flags and words from attribute text as SVG 2 spells them; never throws.</summary>
internal ref struct SvgScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public readonly bool AtEnd => _at >= _text.Length;

    public readonly char Peek => AtEnd ? '\0' : _text[_at];

    public void Skip() => _at++;

    public void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    /// <summary>White space and at most one comma.</summary>
    public void SkipSeparator()
    {
        SkipSpace();
        if (Peek == ',')
        {
            _at++;
            SkipSpace();
        }
    }

    public bool TryTake(char c)
    {
        if (Peek != c || AtEnd)
        {
            return false;
        }

        _at++;
        return true;
    }

    public ReadOnlySpan<char> Word()
    {
        var start = _at;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '_'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    /// <summary>Everything before that character, or the rest where there is none of it.</summary>
    public ReadOnlySpan<char> Until(char end)
    {
        var rest = _text[_at..];
        var length = rest.IndexOf(end) is >= 0 and var found ? found : rest.Length;
        _at += length;
        return rest[..length];
    }

    /// <summary>A number with sign, fraction and exponent; false (and no move) where there is none or it is beyond ±1e15.</summary>
    public bool TryNumber(out double value)
    {
        var end = _at;
        if (end < _text.Length && _text[end] is '+' or '-')
        {
            end++;
        }

        var digits = Digits(ref end);
        if (end < _text.Length && _text[end] == '.')
        {
            end++;
            digits += Digits(ref end);
        }

        value = 0;
        if (digits == 0)
        {
            return false;
        }

        Exponent(ref end);
        if (!double.TryParse(_text[_at..end], NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !(Math.Abs(value) <= 1e15))
        {
            return false;
        }

        _at = end;
        return true;
    }

    /// <summary>An arc flag: a single 0 or 1, that may touch what follows.</summary>
    public bool TryFlag(out bool value)
    {
        value = Peek == '1';
        return TryTake('0') || TryTake('1');
    }

    private readonly int Digits(ref int end)
    {
        var start = end;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        return end - start;
    }

    // An "e" belongs to the number only where digits follow: in "1em" it begins a unit.
    private readonly void Exponent(ref int end)
    {
        if (end >= _text.Length || _text[end] is not ('e' or 'E'))
        {
            return;
        }

        var after = end + 1;
        if (after < _text.Length && _text[after] is '+' or '-')
        {
            after++;
        }

        if (Digits(ref after) > 0)
        {
            end = after;
        }
    }
}
