using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>The letters and numbers of one line, taken from the left.</summary>
internal ref struct ExcellonLine(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>The next letter, or 0 at the end.</summary>
    public readonly char Letter => _rest.IsEmpty ? '\0' : (char)_rest[0];

    /// <summary>Takes the next letter and the number after it (which may be empty), and skips blanks behind them.</summary>
    public ReadOnlySpan<byte> Take()
    {
        var rest = _rest[1..].TrimStart((byte)' ');
        var number = rest[..GerberNumber.Span(rest)];
        _rest = rest[number.Length..].TrimStart(" \t"u8);
        return number;
    }
}
