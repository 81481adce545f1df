using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Reads a fabrication package that may come from anywhere: nothing is unpacked onto a disk, and every limit holds whatever the zip says of itself.</summary>
internal static class PackageReader
{
    /// <summary>Largest zip, bytes.</summary>
    public const int MaxZipBytes = 64 * 1024 * 1024;

    /// <returns>The files, or one issue <c>PACKAGE_INVALID … error=</c>.</returns>
    public static (ImmutableArray<ModuleFile> Files, Issue? Issue) Read(byte[] zip)
    {
        try
        {
            return zip.Length > MaxZipBytes ? Invalid("", Text($"larger than {MaxZipBytes} bytes")) : ReadEntries(zip);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            return Invalid("", "it is no zip, or a damaged one");
        }
    }

    /// <summary>Checks files as a zip's entries are checked.</summary>
    public static Issue? Check(IReadOnlyList<ModuleFile> files)
    {
        if (files.Count > ModulePackageReader.MaxFiles)
        {
            return Invalid("", Text($"more than {ModulePackageReader.MaxFiles} files")).Issue;
        }

        var large = files.FirstOrDefault(file => file.Content.Length > ModulePackageReader.MaxFileBytes);
        return large is not null ? Invalid(large.Path, Text($"larger than {ModulePackageReader.MaxFileBytes} bytes")).Issue
            : files.Sum(file => (long)file.Content.Length) > ModulePackageReader.MaxPackageBytes ? Invalid("", Text($"larger than {ModulePackageReader.MaxPackageBytes} bytes")).Issue
            : null;
    }

    private static (ImmutableArray<ModuleFile> Files, Issue? Issue) ReadEntries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip, writable: false), ZipArchiveMode.Read);
        var files = ImmutableArray.CreateBuilder<ModuleFile>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = (long)ModulePackageReader.MaxPackageBytes;
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            if (files.Count == ModulePackageReader.MaxFiles)
            {
                return Invalid("", Text($"more than {ModulePackageReader.MaxFiles} files"));
            }

            if (!IsPlain(entry.FullName) || !names.Add(entry.Name))
            {
                return Invalid(entry.FullName, IsPlain(entry.FullName) ? "a second file of that name" : "no name for a file of a package");
            }

            var most = (int)Math.Min(ModulePackageReader.MaxFileBytes, left);
            if (ReadEntry(entry, most) is not { } content)
            {
                return Invalid(entry.FullName, Text($"unpacked it is larger than {most} bytes"));
            }

            left -= content.Length;
            files.Add(new(entry.Name, content));
        }

        return files.Count == 0 ? Invalid("", "it holds no file") : (files.ToImmutable(), null);
    }

    /// <summary>Null where there is more than allowed, whatever the entry's header says.</summary>
    private static byte[]? ReadEntry(ZipArchiveEntry entry, int most)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (content.Length + read > most)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    /// <summary>Folders are passed over, as long as the name leads nowhere else.</summary>
    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= 300 && !name.StartsWith('/') && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal)
        && !name.Any(char.IsControl) && !name.Split('/').Any(part => part is "" or "." or "..");

    private static (ImmutableArray<ModuleFile> Files, Issue Issue) Invalid(string file, string error) =>
        ([], new("PACKAGE_INVALID", $"{(file.Length > 0 ? $"file={IssueText.Path(file)} " : "")}error={error}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
