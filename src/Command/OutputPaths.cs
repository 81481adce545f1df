using MakeDevice.Routing.Issues;

namespace MakeDevice.Command;

/// <summary>
/// Looks at all that a command will write before it works: a path that is named twice, or that it reads, is refused, and a place where nothing can be
/// written is found now and not after minutes.
/// </summary>
internal static class OutputPaths
{
    /// <param name="read">Files that the command reads, each with the option that names it; null and <c>-</c> are none.</param>
    /// <param name="written">Files and folders that it writes.</param>
    /// <exception cref="InputException"><c>USAGE</c>: equal paths; <c>OUTPUT_UNWRITABLE</c>.</exception>
    public static void Check((string Option, string? Path)[] read, (string Option, string? Path)[] written)
    {
        var named = read.Where(IsPath).Select(input => (input.Option, Path: Full(input.Path!))).ToList();
        foreach (var (option, path) in written.Where(IsPath).Select(output => (output.Option, Path: Full(output.Path!))))
        {
            if (named.Find(other => other.Path == path) is { Option: { } other })
            {
                throw new InputException(new Issue("USAGE", $"error={option} and {other} name the same file"));
            }

            named.Add((option, path));
            Probe(path);
        }
    }

    private static bool IsPath((string Option, string? Path) named) => !string.IsNullOrEmpty(named.Path) && !StandardStreams.IsNamed(named.Path);

    private static string Full(string path)
    {
        try
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw Unwritable(path, error);
        }
    }

    /// <summary>Writes and removes a file where the output will be.</summary>
    /// <exception cref="InputException"><c>OUTPUT_UNWRITABLE</c>.</exception>
    public static void Probe(string path)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? path;
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".makedevice.{Environment.ProcessId}.tmp"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, error);
        }
    }

    private static InputException Unwritable(string path, Exception error) =>
        new(new Issue("OUTPUT_UNWRITABLE", $"file={Inputs.OneLine(path)} error={Inputs.Reason(error)}"));
}
