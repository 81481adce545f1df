using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Properties of a project that nothing reads: each is told, and one that looks like a slip of the pen is a warning.</summary>
internal static partial class PropertyIssues
{
    /// <summary>More kinds of properties than that come from another program's file.</summary>
    private const int MostTold = 40;

    /// <summary>Where each property stands that may be looked for elsewhere.</summary>
    private static readonly FrozenDictionary<string, string> Places = DesignRulesReader.Names.Where(name => name is not "profile").Select(name => (Name: name, Parent: "$.pcbOptions.rules"))
        .Concat(((string[])["fabricationHouse", "cornerRadius", "connectors", "outline", "rules"]).Select(name => (Name: name, Parent: "$.pcbOptions")))
        .Concat(((string[])["pcbOptions", "size", "modules", "graphicsSvg"]).Select(name => (Name: name, Parent: "$")))
        .ToFrozenDictionary(place => place.Name, place => $"{place.Parent}.{place.Name}", StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that other programs give to what would change a board, each with the values that change nothing.</summary>
    private static readonly FrozenDictionary<string, string[]> Changing = new Dictionary<string, string[]>
    {
        ["flipped"] = ["false"], ["flip"] = ["false"], ["mirrored"] = ["false"], ["mirror"] = ["false"], ["bottom"] = ["false"], ["isFlipped"] = ["false"],
        ["side"] = ["top", "front", "F.Cu"], ["layer"] = ["top", "front", "F.Cu", "0", "1"], ["face"] = ["top", "front"], ["scale"] = ["1", "1.0"], ["scaleX"] = ["1"], ["scaleY"] = ["1"],
        ["unit"] = ["mm"], ["units"] = ["mm"], ["layers"] = ["2"], ["copperLayers"] = ["2"], ["layerCount"] = ["2"], ["thickness"] = ["1.6"], ["boardThickness"] = ["1.6"],
        ["radius"] = ["0", "null"], ["fillet"] = ["0", "null"], ["chamfer"] = ["0", "null"], ["bulge"] = ["0", "null"], ["arc"] = ["0", "null"], ["curve"] = ["0", "null"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <returns>
    /// <c>PROJECT_PROPERTY_MISSPELT path= meant= count=</c>, <c>PROJECT_PROPERTY_MISPLACED path= meant= count=</c> where the name is known at another place,
    /// <c>PROJECT_PROPERTY_UNSUPPORTED path= count=</c> where it says that the board be otherwise, else <c>PROJECT_PROPERTY_UNUSED path= count=</c>; one for all items of a list, with the
    /// path of the first.
    /// </returns>
    public static IEnumerable<Issue> Of(IEnumerable<CheckedJson.UnusedProperty> unused) =>
        from property in unused
        let isChange = IsChange(property)
        group (property, isChange) by (Index().Replace($"{property.Path}.{property.Name}", "[]"), isChange) into same
        select Of(same.First().property, same.Key.isChange, same.Count());

    private static Issue Of(CheckedJson.UnusedProperty property, bool isChange, int count)
    {
        var path = IssueText.Path($"{property.Path}.{property.Name}");
        var times = count.ToString(CultureInfo.InvariantCulture);
        return Spelling.Nearest(property.Name, property.Known) is { } meant ? new("PROJECT_PROPERTY_MISSPELT", $"path={path} meant={meant} count={times}")
            : Places.TryGetValue(property.Name, out var place) ? new("PROJECT_PROPERTY_MISPLACED", $"path={path} meant={place} count={times}")
            : isChange ? new("PROJECT_PROPERTY_UNSUPPORTED", $"path={path} count={times}")
            : new("PROJECT_PROPERTY_UNUSED", $"path={path} count={times}");
    }

    private static bool IsChange(CheckedJson.UnusedProperty property) =>
        Changing.TryGetValue(property.Name, out var without) && !without.Contains(property.Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>The first of them, for a document that may hold anything.</summary>
    public static IEnumerable<Issue> Bounded(IEnumerable<CheckedJson.UnusedProperty> unused) => Of(unused).OrderBy(issue => issue.Severity).Take(MostTold);

    [GeneratedRegex(@"\[\d+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Index();
}
