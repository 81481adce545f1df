namespace MakeDevice.Tests;

/// <summary>
/// Programs of the solution where their own projects were built, as users run them: compiled ahead of time. The copies beside a test are not, and take
/// twice as long for a short job.
/// </summary>
internal static class BuiltProgram
{
    /// <summary>The whole tool.</summary>
    public static string Tool => PathOf("Local", "makedevice");

    /// <summary>The command alone.</summary>
    public static string Command => PathOf("Command", "MakeDevice.Command");

    /// <summary>In the configuration and for the framework that the test was built in.</summary>
    private static string PathOf(string project, string assembly)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = framework.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "src", project, "bin", framework.Parent!.Name, framework.Name, $"{assembly}.dll");
    }
}
