namespace MakeDevice.Routing.Gerber;

internal enum GerberCommandKind
{
    /// <summary>The end of the file.</summary>
    End,

    /// <summary>A word command such as <c>G01X100D01</c>.</summary>
    Word,

    /// <summary>A command from between percent signs, without its star.</summary>
    Extended,

    /// <summary>A whole macro definition (AM) with its inner stars.</summary>
    Macro,
}

/// <summary>
/// Cuts a file into commands (specification 3.5). Tolerates what CAD tools get wrong: several commands between one pair
/// of percent signs, a missing star before a percent sign, blanks and line breaks anywhere.
/// </summary>
internal ref struct GerberScanner(ReadOnlySpan<byte> content, SourcePosition position)
{
    private readonly ReadOnlySpan<byte> _content = content;
    private int _at;
    private int _line = 1;
    private bool _extended;

    /// <summary>True where nothing follows but a second end: some programs write M00 and M02.</summary>
    public readonly bool IsAtEnd => _content[_at..].Trim(" \t\r\n\0\u001a*%"u8) is [] or [(byte)'M', (byte)'0' or (byte)'2'] or [(byte)'M', (byte)'0', (byte)'0' or (byte)'2'];

    public GerberCommandKind Next(out ReadOnlySpan<byte> command)
    {
        command = default;
        while (SkipBlanks())
        {
            position.Line = _line;
            var next = _content[_at];
            if (next == '%')
            {
                _extended = !_extended;
                _at++;
            }
            else if (next == '*')
            {
                _at++;
            }
            else if (_extended)
            {
                var isMacro = _content[_at..].StartsWith("AM"u8);
                command = Take(EndOfExtended(isMacro));
                return isMacro ? GerberCommandKind.Macro : GerberCommandKind.Extended;
            }
            else
            {
                command = Take(EndOfWord());
                return GerberCommandKind.Word;
            }
        }

        position.Line = _line;
        return _extended ? throw position.Error("the file ends between percent signs") : GerberCommandKind.End;
    }

    private bool SkipBlanks()
    {
        while (_at < _content.Length)
        {
            var c = _content[_at];
            if (c == '\n')
            {
                _line++;
            }
            else if (!IsBlank(c))
            {
                return true;
            }

            _at++;
        }

        return false;
    }

    // A byte order mark or a trailing Ctrl-Z says nothing about the image.
    private static bool IsBlank(byte c) => c <= ' ' || c is 0xEF or 0xBB or 0xBF;

    private readonly int EndOfExtended(bool isMacro)
    {
        var rest = _content[_at..];
        return isMacro ? rest.IndexOf((byte)'%') : rest.IndexOfAny((byte)'*', (byte)'%');
    }

    private readonly int EndOfWord()
    {
        var rest = _content[_at..];
        if (!IsComment(rest))
        {
            return rest.IndexOfAny((byte)'*', (byte)'%');
        }

        // A comment may hold a percent sign, but one that lacks its star must not swallow the next command.
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '*')
            {
                return i;
            }

            if (rest[i] is (byte)'\n' or (byte)'\r')
            {
                var end = i;
                while (i + 1 < rest.Length && rest[i + 1] <= ' ')
                {
                    i++;
                }

                if (i + 1 < rest.Length && rest[i + 1] is (byte)'%' or (byte)'G')
                {
                    return end;
                }
            }
        }

        return -1;
    }

    private static bool IsComment(ReadOnlySpan<byte> word) => word.StartsWith("G04"u8) || word.StartsWith("G4 "u8);

    private ReadOnlySpan<byte> Take(int length)
    {
        var command = length < 0 ? _content[_at..] : _content.Slice(_at, length);
        _line += command.Count((byte)'\n');
        _at += command.Length;
        return command;
    }
}
