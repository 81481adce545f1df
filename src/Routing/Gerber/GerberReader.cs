namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Reads Gerber X2 and RS-274X files (Gerber Layer Format Specification 2024.05) as CAD tools write them, deprecated forms
/// included, into the normalised model: nanometres, macros evaluated, block apertures and step-and-repeat expanded,
/// LM/LR/LS applied, every arc with its centre.
/// </summary>
internal static class GerberReader
{
    /// <param name="content">The whole file; at most 8 MiB.</param>
    /// <param name="fileName">Names the file in errors.</param>
    /// <param name="doubts">Receives what was read in one way and may be meant in another, one sentence each; null where nobody asks.</param>
    /// <exception cref="GerberException"><c>GERBER_INVALID</c>: malformed, or larger than <see cref="ReadingBudget"/> allows.</exception>
    public static GerberLayer Read(ReadOnlySpan<byte> content, string fileName, ICollection<string>? doubts = null)
    {
        var position = new SourcePosition("GERBER_INVALID", fileName, doubts);
        if (content.Length > ReadingBudget.FileBytes)
        {
            throw position.Error($"larger than {ReadingBudget.FileBytes} bytes");
        }

        var interpreter = new GerberInterpreter(position);
        var scanner = new GerberScanner(content, position);
        while (!interpreter.Ended && Execute(ref scanner, interpreter))
        {
        }

        CheckEnd(interpreter.Ended, scanner.IsAtEnd, position);
        return interpreter.Finish();
    }

    private static void CheckEnd(bool ended, bool isAtEnd, SourcePosition position)
    {
        if (!ended)
        {
            position.Doubt("the file does not end with M02: a part may be missing");
        }
        else if (!isAtEnd)
        {
            position.Doubt("what follows the end of the image (M02) is not read");
        }
    }

    private static bool Execute(ref GerberScanner scanner, GerberInterpreter interpreter)
    {
        var kind = scanner.Next(out var command);
        switch (kind)
        {
            case GerberCommandKind.Word:
                interpreter.ExecuteWord(command);
                break;
            case GerberCommandKind.Extended:
                interpreter.ExecuteExtended(command);
                break;
            case GerberCommandKind.Macro:
                interpreter.DefineMacro(command);
                break;
        }

        return kind != GerberCommandKind.End;
    }
}
