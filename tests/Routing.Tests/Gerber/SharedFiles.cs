namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Real files for tests: the shared module packages beside the checkout and the repository's own samples, where there are any.</summary>
internal static class SharedFiles
{
    public static IReadOnlyList<string> Gerbers { get; } = Find("*-*.g*", "*.gbrjob", Roots("shared", "samples"));

    public static IReadOnlyList<string> Drills { get; } = Find("*.drl", null, Roots("shared", "samples"));

    /// <summary>The repository's own, as where there are no others.</summary>
    public static IReadOnlyList<string> OwnGerbers { get; } = Find("*-*.g*", "*.gbrjob", Roots("samples"));

    /// <inheritdoc cref="OwnGerbers"/>
    public static IReadOnlyList<string> OwnDrills { get; } = Find("*.drl", null, Roots("samples"));

    private static string[] Find(string pattern, string? except, IEnumerable<string> roots) =>
    [
        .. roots
            .SelectMany(root => Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories))
            .Where(file => except is null || !file.EndsWith(except[1..], StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Roots(params string[] names)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var candidate in names.Select(name => Path.Combine(folder.FullName, name, "modules")))
            {
                if (Directory.Exists(candidate))
                {
                    yield return candidate;
                }
            }
        }
    }
}
