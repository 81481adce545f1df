namespace MakeDevice.Functions.Tests.Support;

/// <summary>Finds folders of the repository, and the shared data beside it where they are there, from the test's own folder up.</summary>
internal static class RepositoryFolders
{
    public static string Root { get; } = Above(folder => File.Exists(Path.Combine(folder, "MakeDevice.Functions.sln")))
        ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");

    /// <summary>The shared data beside the repository; null where it is not there.</summary>
    public static string? Shared { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared")) is var shared && Directory.Exists(Path.Combine(shared, "reference", "http")) ? shared : null;

    public static string SampleModules => Path.Combine(Root, "samples", "modules");

    public static byte[] SampleProject(string name) => File.ReadAllBytes(Path.Combine(Root, "samples", "projects", $"{name}.MakeDevice"));

    private static string? Above(Func<string, bool> found)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (found(folder))
            {
                return folder;
            }
        }

        return null;
    }
}
