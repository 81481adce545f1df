using System.Globalization;
using System.Text.RegularExpressions;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Properties of a project that nothing reads: each is told, and one that looks like a slip of the pen is a warning.</summary>
internal static partial class PropertyIssues
{
    /// <summary>More kinds of properties than that come from another program's file.</summary>
    private const int MostTold = 40;

    /// <returns>
    /// <c>PROJECT_PROPERTY_MISSPELT path= meant= count=</c> or <c>PROJECT_PROPERTY_UNUSED path= count=</c>, one for all items of a list; the path is that of the first.
    /// </returns>
    public static IEnumerable<Issue> Of(IEnumerable<CheckedJson.UnusedProperty> unused) =>
        from property in unused
        group property by Index().Replace($"{property.Path}.{property.Name}", "[]") into same
        let first = same.First()
        let meant = Spelling.Nearest(first.Name, first.Known)
        let path = IssueText.Path($"{first.Path}.{first.Name}")
        let count = same.Count().ToString(CultureInfo.InvariantCulture)
        select meant is null
            ? new Issue("PROJECT_PROPERTY_UNUSED", $"path={path} count={count}")
            : new Issue("PROJECT_PROPERTY_MISSPELT", $"path={path} meant={meant} count={count}");

    /// <summary>The first of them, for a document that may hold anything.</summary>
    public static IEnumerable<Issue> Bounded(IEnumerable<CheckedJson.UnusedProperty> unused) => Of(unused).OrderBy(issue => issue.Severity).Take(MostTold);

    [GeneratedRegex(@"\[\d+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Index();
}
