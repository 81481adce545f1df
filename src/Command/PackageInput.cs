using System.Collections.Immutable;
using MakeDevice.Routing;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Command;

/// <summary>Reads a fabrication package from a zip file or a folder.</summary>
internal static class PackageInput
{
    private const int MostZipBytes = 64 * 1024 * 1024;

    /// <returns>The files, or why there are none: <c>PACKAGE_INVALID</c>.</returns>
    /// <exception cref="InputException"><c>PACKAGE_UNREADABLE</c>: missing or unreadable.</exception>
    public static async Task<(ImmutableArray<ModuleFile> Files, Issue? Issue)> ReadAsync(string path, CancellationToken cancellationToken) => Directory.Exists(path)
        ? (await ReadFolderAsync(path, cancellationToken).ConfigureAwait(false), null)
        : BoardStages.Unpack(await Inputs.ReadAsync(path, "PACKAGE_UNREADABLE", MostZipBytes + 1, cancellationToken).ConfigureAwait(false));

    /// <summary>The files of the folder itself; links are not followed.</summary>
    private static async Task<ImmutableArray<ModuleFile>> ReadFolderAsync(string path, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<ModuleFile>();
        foreach (var file in new DirectoryInfo(path).EnumerateFiles().Where(file => file.LinkTarget is null).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            // One more than allowed is enough to be told so.
            if (files.Count > ModulePackageReader.MaxFiles)
            {
                break;
            }

            files.Add(new(file.Name, await Inputs.ReadAsync(file.FullName, "PACKAGE_UNREADABLE", ModulePackageReader.MaxFileBytes + 1, cancellationToken).ConfigureAwait(false)));
        }

        return files.ToImmutable();
    }
}
