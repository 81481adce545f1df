using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>
/// Reads Excellon drill files (IPC-NC-349; XNC 2021.11) as CAD tools write them: metric and inch, decimal or with leading or
/// trailing zeros left out, G85 and routed slots, repeats, tools with their sizes in comments, and plating and tool functions from comments.
/// </summary>
internal static class ExcellonReader
{
    /// <param name="content">The whole file; at most 8 MiB.</param>
    /// <param name="fileName">Names the file in errors, and tells its plating (PTH, NPTH) where the content does not.</param>
    /// <param name="doubts">Receives what was read in one way and may be meant in another, one sentence each; null where nobody asks.</param>
    /// <exception cref="GerberException"><c>EXCELLON_INVALID</c>: malformed, or larger than <see cref="ReadingBudget"/> allows.</exception>
    public static DrillReading Read(ReadOnlySpan<byte> content, string fileName, ICollection<string>? doubts = null)
    {
        var position = new SourcePosition("EXCELLON_INVALID", fileName, doubts);
        if (content.Length > ReadingBudget.FileBytes)
        {
            throw position.Error($"larger than {ReadingBudget.FileBytes} bytes");
        }

        var interpreter = new ExcellonInterpreter(position);
        var rest = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        for (; !rest.IsEmpty && !interpreter.Ended; position.Line++)
        {
            var line = TakeLine(ref rest).Trim(Blanks);
            if (!line.IsEmpty)
            {
                interpreter.Execute(line);
            }
        }

        CheckEnd(interpreter.Ended, rest, position);
        return interpreter.Finish(fileName);
    }

    private static ReadOnlySpan<byte> Blanks => " \t\r\n\0\u001a"u8;

    /// <summary>A line ends with LF, with CR LF, or with CR alone.</summary>
    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            var last = rest;
            rest = [];
            return last;
        }

        var line = rest[..end];
        rest = rest[(rest[end..].StartsWith("\r\n"u8) ? end + 2 : end + 1)..];
        return line;
    }

    private static void CheckEnd(bool ended, ReadOnlySpan<byte> rest, SourcePosition position)
    {
        if (!ended)
        {
            position.Doubt("the file does not end with M30: a part may be missing");
        }
        else if (!rest.Trim(Blanks).IsEmpty && !rest.Trim(Blanks).SequenceEqual("M30"u8))
        {
            position.Doubt("what follows the end of the program is not read");
        }
    }
}
