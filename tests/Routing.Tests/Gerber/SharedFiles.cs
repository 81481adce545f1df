namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Real files for tests: the shared module packages beside the checkout and the repository's own samples, where there are any.</summary>
internal static class SharedFiles
{
    public static IReadOnlyList<string> Gerbers { get; } = Find("*-*.g*", "*.gbrjob");

    public static IReadOnlyList<string> Drills { get; } = Find("*.drl", null);

    private static string[] Find(string pattern, string? except) =>
    [
        .. Roots()
            .SelectMany(root => Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories))
            .Where(file => except is null || !file.EndsWith(except[1..], StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Roots()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var candidate in new[] { Path.Combine(folder.FullName, "shared", "modules"), Path.Combine(folder.FullName, "samples", "modules") })
            {
                if (Directory.Exists(candidate))
                {
                    yield return candidate;
                }
            }
        }
    }
}
