using System.Globalization;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>Notes on the component files of a module, or of a panel's board, as issues: <c>module= [file=] [line=] [references=[…]] reason=</c>.</summary>
internal static class ComponentIssues
{
    /// <summary>References named one by one; of more, their number is told.</summary>
    private const int MostNamed = 60;

    public static Issue Of(string module, ComponentNote note)
    {
        var file = note.File.Length == 0 ? "" : $" file={IssueText.Token(note.File)}";
        var line = note.Line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" line={note.Line}");
        var references = note.References.IsDefaultOrEmpty ? "" : $" references=[{Named([.. note.References.Select(IssueText.Token)])}]";
        return new(note.Code, $"module={IssueText.Token(module)}{file}{line}{references} reason={IssueText.Sentence(note.Reason)}");
    }

    private static string Named(IReadOnlyList<string> references) => references.Count <= MostNamed
        ? string.Join(',', references)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', references.Take(MostNamed))},{references.Count - MostNamed}_more");
}
