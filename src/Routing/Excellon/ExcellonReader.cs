using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>
/// Reads Excellon drill files (IPC-NC-349; XNC 2021.11) as CAD tools write them: metric and inch, decimal or with leading or
/// trailing zeros left out, G85 and routed slots, repeats, and plating and tool functions from comments.
/// </summary>
internal static class ExcellonReader
{
    /// <param name="content">The whole file; at most 8 MiB.</param>
    /// <param name="fileName">Names the file in errors, and tells its plating (PTH, NPTH) where the content does not.</param>
    /// <exception cref="GerberException"><c>EXCELLON_INVALID</c>: malformed, or larger than <see cref="ReadingBudget"/> allows.</exception>
    public static DrillFile Read(ReadOnlySpan<byte> content, string fileName)
    {
        var position = new SourcePosition("EXCELLON_INVALID", fileName);
        if (content.Length > ReadingBudget.FileBytes)
        {
            throw position.Error($"larger than {ReadingBudget.FileBytes} bytes");
        }

        var interpreter = new ExcellonInterpreter(position);
        for (var rest = content; !rest.IsEmpty && !interpreter.Ended; position.Line++)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).Trim(" \t\r\0\u001a"u8);
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (!line.IsEmpty)
            {
                interpreter.Execute(line);
            }
        }

        return interpreter.Finish(fileName);
    }
}
