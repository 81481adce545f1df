using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Command;

/// <summary>Where the package goes: a zip file, a folder that holds its files, or standard output. Nothing is ever seen half-written.</summary>
/// <param name="Path">Absolute; <c>-</c> for standard output.</param>
internal sealed record PackageOutput(string Path, bool IsFolder)
{
    /// <summary>What ends in <c>.zip</c> is a file unless it is a folder already; everything else is a folder.</summary>
    /// <exception cref="InputException"><c>OUTPUT_UNWRITABLE</c>: the folder above does not exist.</exception>
    public static PackageOutput At(string path)
    {
        if (StandardStreams.IsNamed(path))
        {
            return new(path, IsFolder: false);
        }

        try
        {
            var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
            var above = System.IO.Path.GetDirectoryName(full);
            if (above is not null && !Directory.Exists(above))
            {
                throw Unwritable(path, "the folder above does not exist");
            }

            return new(full, Directory.Exists(full) || !full.EndsWith(".zip", StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw Unwritable(path, Inputs.Reason(error));
        }
    }

    /// <exception cref="InputException"><c>OUTPUT_UNWRITABLE</c>.</exception>
    public void Write(RouteOutcome outcome) => Write(outcome.Gerbers is null ? outcome.Files : outcome.Files.Add(outcome.Gerbers), outcome.Zip);

    /// <exception cref="InputException"><c>OUTPUT_UNWRITABLE</c>.</exception>
    public void Write(IEnumerable<Artifact> files, ReadOnlySpan<byte> zip)
    {
        try
        {
            if (StandardStreams.IsNamed(Path))
            {
                StandardStreams.Write(zip);
            }
            else if (IsFolder)
            {
                WriteFolder(files);
            }
            else
            {
                WriteWhole(Path, zip);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(Path, Inputs.Reason(error));
        }
    }

    /// <summary>Writes one file beside the package.</summary>
    /// <exception cref="InputException"><c>OUTPUT_UNWRITABLE</c>.</exception>
    public static void WriteFile(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            WriteWhole(System.IO.Path.GetFullPath(path), content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(path, Inputs.Reason(error));
        }
    }

    /// <summary>A folder to write into, made where it is not there.</summary>
    /// <exception cref="InputException"><c>OUTPUT_UNWRITABLE</c>.</exception>
    public static string Folder(string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(path, Inputs.Reason(error));
        }
    }

    // A new folder appears at once with all its files; into one that is there, file after file.
    private void WriteFolder(IEnumerable<Artifact> files)
    {
        var isNew = !Directory.Exists(Path);
        var folder = isNew ? Temporary(Path) : Path;
        Directory.CreateDirectory(folder);
        try
        {
            foreach (var file in files)
            {
                WriteWhole(System.IO.Path.Combine(folder, file.Name), file.Content.Span);
            }

            if (isNew)
            {
                Directory.Move(folder, Path);
            }
        }
        catch when (isNew && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static void WriteWhole(string path, ReadOnlySpan<byte> content)
    {
        var temporary = Temporary(path);
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string Temporary(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{System.IO.Path.GetFileName(path)}.{Environment.ProcessId}.tmp");

    private static InputException Unwritable(string path, string reason) =>
        new(new Issue("OUTPUT_UNWRITABLE", $"file={Inputs.OneLine(path)} error={reason}"));
}
