using System.Globalization;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Gerber;

/// <summary>Where a reader is in its file, so that every error names file and line.</summary>
/// <param name="doubts">Receives what was read in one way and may be meant in another; null where nobody asks.</param>
internal sealed class SourcePosition(string code, string fileName, ICollection<string>? doubts = null)
{
    private const int LongestName = 120;
    private const int MostDoubts = 8;

    /// <summary>The line of the command being read, from 1.</summary>
    public int Line { get; set; } = 1;

    public GerberException Error(string problem) =>
        new(new Issue(code, string.Create(CultureInfo.InvariantCulture, $"file={Printable(fileName)} line={Line} error={Printable(problem)}")));

    /// <summary>Notes what may be meant otherwise; each sentence once, and no more than a few of them.</summary>
    public void Doubt(string sentence)
    {
        if (doubts is not null && doubts.Count < MostDoubts && !doubts.Contains(sentence))
        {
            doubts.Add(sentence);
        }
    }

    /// <summary>Text from a hostile file, made fit for a one-line message.</summary>
    private static string Printable(string text)
    {
        var shown = text.Length > LongestName ? text[..LongestName] + "…" : text;
        return string.Create(shown.Length, shown, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
            }
        });
    }
}
