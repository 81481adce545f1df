namespace MakeDevice.Routing.Tests;

/// <summary>Real projects and modules, which live beside the repository and not in it.</summary>
internal static class SharedData
{
    public static string? Root { get; } = Find();

    public static byte[] Project(string name) => File.ReadAllBytes(Path.Combine(Root!, "projects", name));

    public static string Modules => Path.Combine(Root!, "modules");

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "projects")))
            {
                return shared;
            }
        }

        return null;
    }
}

/// <summary>A fact about the shared data; skipped, and seen to be, where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedData.Root is null ? "needs the shared data beside the repository" : null;
}

/// <summary>A theory about the shared data; skipped, and seen to be, where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = SharedData.Root is null ? "needs the shared data beside the repository" : null;
}
