using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>Finds the package that somebody may have meant: another version of the module, else a module of nearly the same name.</summary>
internal static class NearestModule
{
    /// <param name="known">The library's packages; of several versions of one module the last in natural order is taken.</param>
    /// <returns>Null where none is near.</returns>
    public static ModuleKey? To(ModuleKey asked, IReadOnlyCollection<ModuleKey> known)
    {
        var name = known.Any(key => key.Name == asked.Name) ? asked.Name : Spelling.Nearest(asked.Name, known.Select(key => key.Name).Distinct(StringComparer.Ordinal));
        return name is null ? null : known.Where(key => key.Name == name).MaxBy(key => key.Version, Comparer<string>.Create(CompareVersions));
    }

    /// <summary>By numbers where both parts are such: 0.10 comes after 0.9.</summary>
    private static int CompareVersions(string a, string b)
    {
        var (ours, theirs) = (a.Split('.'), b.Split('.'));
        for (var i = 0; i < Math.Min(ours.Length, theirs.Length); i++)
        {
            var order = long.TryParse(ours[i], out var one) && long.TryParse(theirs[i], out var other) ? one.CompareTo(other) : string.CompareOrdinal(ours[i], theirs[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return ours.Length.CompareTo(theirs.Length);
    }
}
