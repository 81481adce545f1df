using System.Text;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Texts on the pages of a package.</summary>
internal static class MarkdownText
{
    /// <summary>A text that came from a user or a module, in one line and without a character that means something to Markdown or HTML.</summary>
    public static string Plain(string value)
    {
        var plain = new StringBuilder(value.Length);
        foreach (var c in IssueText.Sentence(value))
        {
            plain.Append("\\`*_[]<>#|!".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return plain.ToString();
    }
}
