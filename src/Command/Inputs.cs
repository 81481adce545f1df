using System.Runtime.CompilerServices;
using MakeDevice.Routing;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Command;

/// <summary>What the user named cannot be read or written; carries the coded line to print.</summary>
internal sealed class InputException(Issue issue) : Exception(issue.ToString())
{
    public Issue Issue => issue;
}

/// <summary>Reads the files that the command line names.</summary>
internal static class Inputs
{
    /// <summary>One byte more than any project or rules file may have: the core then says that it is too large.</summary>
    private const int MostBytes = 5 * 1024 * 1024 + 1;

    /// <summary>One byte more than a panel may be made of.</summary>
    private const int MostPackageBytes = 16 * 1024 * 1024 + 1;

    /// <summary>Far more than the state of the largest board.</summary>
    private const int MostStateBytes = 64 * 1024 * 1024;

    /// <exception cref="InputException">Missing, a folder, or unreadable: <paramref name="code"/>.</exception>
    public static Task<byte[]> ReadAsync(string path, string code, CancellationToken cancellationToken) =>
        ReadAsync(path, code, MostBytes, cancellationToken);

    /// <summary>Reads a board's package, or a panel's packet.</summary>
    /// <exception cref="InputException"><c>PANEL_BOARD_UNREADABLE</c>.</exception>
    public static Task<byte[]> ReadPackageAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(path, "PANEL_BOARD_UNREADABLE", MostPackageBytes, cancellationToken);

    /// <summary>Reads a routing state.</summary>
    /// <exception cref="InputException"><c>PREVIOUS_UNREADABLE</c>: missing, a folder, or unreadable; <c>PREVIOUS_INVALID</c>: damaged, of another version, or no routing state.</exception>
    public static async Task<byte[]> ReadStateAsync(string path, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(path, "PREVIOUS_UNREADABLE", MostStateBytes, cancellationToken).ConfigureAwait(false);
        return BoardStages.IsRoutingState(state)
            ? state
            : throw new InputException(new Issue("PREVIOUS_INVALID", $"file={OneLine(path)} error=damaged, of another version, or no routing state"));
    }

    /// <summary>A file up to a number of bytes; one more says that it is larger.</summary>
    public static async Task<byte[]> ReadAsync(string path, string code, int mostBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = StandardStreams.IsNamed(path)
                ? Console.OpenStandardInput()
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            var buffer = new byte[Math.Clamp(file.CanSeek ? file.Length : mostBytes, 4096, mostBytes)];
            var length = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return buffer[..length];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(new Issue(code, $"file={OneLine(path)} error={Reason(error)}"));
        }
    }

    /// <summary>The file that is named; where there is none of a bare name, the sample project of that name.</summary>
    public static string ProjectPath(string named)
    {
        if (StandardStreams.IsNamed(named) || named.Length == 0 || Path.Exists(named) || named.AsSpan().ContainsAny('/', '\\', '.'))
        {
            return named;
        }

        return SampleFolders(Directory.GetCurrentDirectory()).Select(samples => Path.Combine(samples, "projects", $"{named}.MakeDevice")).FirstOrDefault(File.Exists) ?? named;
    }

    /// <summary>
    /// The folder of module packages: the one that is named; else <c>modules</c> beside the project, beside the project's
    /// folder, or in the samples of the nearest folder above.
    /// </summary>
    /// <exception cref="InputException"><c>MODULES_FOLDER_NOT_FOUND</c>.</exception>
    public static string ModulesFolder(string? named, string beside)
    {
        if (named is not null)
        {
            return Directory.Exists(named) ? named : throw NoModulesFolder($"folder={OneLine(named)}");
        }

        return FindModulesFolder(beside)
            ?? throw NoModulesFolder("error=no modules folder beside the project; name one with --modules");
    }

    /// <summary>The module packages of a folder, found as <see cref="ModulesFolder"/> finds it, with base images from the folder that is named or the one beside them.</summary>
    /// <exception cref="InputException"><c>MODULES_FOLDER_NOT_FOUND</c>, <c>FIRMWARE_FOLDER_NOT_FOUND</c>.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static BrainModuleLibrary Library(string? modules, string? firmware, string beside)
    {
        var folder = ModulesFolder(modules, beside);
        return new(new FolderModuleLibrary(folder), firmware is null ? FolderBaseImages.Beside(folder) : new FolderBaseImages(FirmwareFolder(firmware)));
    }

    /// <summary>A folder of base images that must be there.</summary>
    /// <exception cref="InputException"><c>FIRMWARE_FOLDER_NOT_FOUND</c>.</exception>
    public static string FirmwareFolder(string named) => Directory.Exists(named) ? named : throw NoFirmwareFolder(named);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InputException NoFirmwareFolder(string named) => new(new Issue("FIRMWARE_FOLDER_NOT_FOUND", $"folder={OneLine(named)}"));

    /// <remarks>Kept out of line: an issue is a type of the routing core, which a host loads with its first job, not with its start.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InputException NoModulesFolder(string detail) => new(new Issue("MODULES_FOLDER_NOT_FOUND", detail));

    /// <summary>The folder that is taken where none is named; null where there is none.</summary>
    public static string? FindModulesFolder(string beside) => Candidates(beside).FirstOrDefault(Directory.Exists);

    /// <summary>Why an input or output failed, without paths and without a type's name.</summary>
    public static string Reason(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "does not exist",
        UnauthorizedAccessException => "access denied, or a folder",
        PathTooLongException => "path too long",
        ArgumentException or NotSupportedException => "not a usable file name",
        IOException => OneLine(error.Message),
        _ => "failed",
    };

    /// <summary>Text from outside in one line of output: control characters (and with them terminal escapes) become '?'.</summary>
    public static string OneLine(string text)
    {
        const int Longest = 500;
        return string.Create(Math.Min(text.Length, Longest), text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
            }
        });
    }

    private static IEnumerable<string> Candidates(string beside)
    {
        yield return Path.Combine(beside, "modules");
        yield return Path.Combine(beside, "..", "modules");
        foreach (var samples in SampleFolders(beside))
        {
            yield return Path.Combine(samples, "modules");
        }
    }

    /// <summary>Where the samples may be: above a folder, above the one that the command is called in, and with the program, wherever it is installed.</summary>
    private static IEnumerable<string> SampleFolders(string beside)
    {
        foreach (var start in (string[])[beside, Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                yield return Path.Combine(folder.FullName, "samples");
            }
        }
    }
}
