using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Issues;

/// <summary>
/// Makes hostile text fit the one-line form of an issue. A front end splits an issue at blanks and lists at commas, so a value that came from
/// a user must contain neither, and no line break may forge a second issue.
/// </summary>
internal static class IssueText
{
    private const int LongestToken = 100;
    private const int LongestSentence = 240;

    /// <summary>A value between <c>key=</c> and the next blank: blanks, commas, brackets and control characters become underscores.</summary>
    public static string Token(string value) => Bounded(value, LongestToken, static c => IsPlain(c) && !" ,[]=".Contains(c) ? c : '_');

    /// <summary>A path in a document, which keeps its brackets: <c>$.modules[2].name</c>.</summary>
    public static string Path(string value) => Bounded(value, LongestToken, static c => IsPlain(c) && c != ' ' ? c : '_');

    /// <summary>A free text that ends the issue: one line, at most 240 characters.</summary>
    public static string Sentence(string value) => Bounded(value, LongestSentence, static c => IsPlain(c) ? c : ' ');

    /// <summary>A length for people: millimetres to the micrometre, for instance <c>0.125</c>.</summary>
    public static string Millimetres(double nanometres) =>
        (Math.Round((decimal)nanometres / Units.Millimetre, 3) + 0m).ToString("0.###", CultureInfo.InvariantCulture);

    private static bool IsPlain(char c) => !char.IsControl(c) && !char.IsSurrogate(c) && (c == ' ' || !char.IsWhiteSpace(c));

    private static string Bounded(string value, int longest, Func<char, char> plain)
    {
        var text = new StringBuilder(Math.Min(value.Length, longest));
        foreach (var c in value.AsSpan(0, Math.Min(value.Length, longest)))
        {
            text.Append(plain(c));
        }

        return value.Length > longest ? text.Append('…').ToString() : text.ToString();
    }
}
