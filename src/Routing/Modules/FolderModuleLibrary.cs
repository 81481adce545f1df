using System.Globalization;
using System.Text;
using MakeDevice.Routing.Caching;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// Module packages in the folders <c>name_version</c> of a root folder. Packages are parsed once and kept until a file's size or time stamp
/// changes. Nothing outside the root is ever read: keys are checked, and links that lead out of a package's library are refused.
/// </summary>
public sealed class FolderModuleLibrary : IModuleLibrary
{
    private const int CachedPackages = 256;

    /// <summary>Most files outside the folders that matter that are named one by one.</summary>
    private const int MostStrays = 20;

    private static readonly string[] Subfolders = ["gerbers", "assembly", "firmware"];
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
    private static readonly EnumerationOptions Deep = new() { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true, MaxRecursionDepth = 8 };

    private readonly ModulePackageCache _cache;
    private readonly string _root;

    /// <param name="root">The folder that holds the packages; need not exist yet.</param>
    /// <param name="layerBytes">As for <see cref="ModulePackageCache"/>.</param>
    public FolderModuleLibrary(string root, long layerBytes = ModulePackageCache.DefaultLayerBytes)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _cache = new(CachedPackages, layerBytes: layerBytes);
    }

    /// <summary>How often a module's layer was found in place.</summary>
    public CacheUse PlacedLayers => _cache.PlacedLayers;

    public ValueTask<IReadOnlyList<ModuleKey>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Directory.Exists(_root))
        {
            return ValueTask.FromResult<IReadOnlyList<ModuleKey>>([]);
        }

        var keys = new List<ModuleKey>();
        foreach (var folder in Directory.EnumerateDirectories(_root))
        {
            if (ModuleKey.TryParse(Path.GetFileName(folder), out var key))
            {
                keys.Add(key);
            }
        }

        keys.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var byName and not 0 ? byName : string.CompareOrdinal(a.Version, b.Version));
        return ValueTask.FromResult<IReadOnlyList<ModuleKey>>(keys);
    }

    public async ValueTask<ModulePackage?> FindAsync(ModuleKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = new DirectoryInfo(Path.Combine(_root, key.IsSafe ? key.ToString() : ""));
        if (!key.IsSafe || !folder.Exists)
        {
            return null;
        }

        var files = PackageFiles(key, folder);
        return await _cache.GetAsync(key, Stamp(files), () => LoadAsync(key, files), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files that can matter, with their paths inside the package; then, without content, those that lie elsewhere in it.</summary>
    private List<(string Path, FileInfo? File)> PackageFiles(ModuleKey key, DirectoryInfo package)
    {
        RefuseEscape(key, "", package);
        var files = new List<(string Path, FileInfo? File)>();
        DirectoryInfo[] folders = [.. package.EnumerateDirectories("*", Everything).OrderBy(folder => folder.Name, StringComparer.Ordinal)];
        foreach (var folder in folders.Where(Matters).Prepend(package))
        {
            var prefix = folder == package ? "" : folder.Name + "/";
            RefuseEscape(key, prefix.TrimEnd('/'), folder);
            foreach (var file in folder.EnumerateFiles("*", Everything))
            {
                RefuseEscape(key, prefix + file.Name, file);
                files.Add((prefix + file.Name, file));
                if (files.Count > ModulePackageReader.MaxFiles)
                {
                    throw ModulePackageException.Of(key, "", 0, string.Create(CultureInfo.InvariantCulture, $"more than {ModulePackageReader.MaxFiles} files"));
                }
            }
        }

        files.AddRange(Strays(package, folders));
        return files;
    }

    private static bool Matters(DirectoryInfo folder) => Subfolders.Contains(folder.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<(string Path, FileInfo? File)> Strays(DirectoryInfo package, DirectoryInfo[] folders)
    {
        var paths = folders
            .Where(folder => folder.LinkTarget is null)
            .SelectMany(folder => Matters(folder) ? folder.EnumerateDirectories("*", Deep).Where(inner => inner.Parent!.FullName == folder.FullName) : [folder])
            .SelectMany(folder => folder.EnumerateFiles("*", Deep))
            .Select(file => Path.GetRelativePath(package.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return paths.Length <= MostStrays
            ? paths.Select(path => (path, (FileInfo?)null))
            : [.. paths.Take(MostStrays).Select(path => (path, (FileInfo?)null)), (string.Create(CultureInfo.InvariantCulture, $"{paths[MostStrays]} and {paths.Length - MostStrays - 1} more files"), null)];
    }

    private void RefuseEscape(ModuleKey key, string path, FileSystemInfo entry)
    {
        if (entry.LinkTarget is null)
        {
            return;
        }

        var target = Resolved(entry);
        if (target is null || !target.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw ModulePackageException.Of(key, path, 0, "is a link that leads out of the module library");
        }
    }

    private static string? Resolved(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // A circle of links leads nowhere.
            return null;
        }
    }

    private static string Stamp(List<(string Path, FileInfo? File)> files)
    {
        var stamp = new StringBuilder();
        foreach (var (path, file) in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            stamp.Append(CultureInfo.InvariantCulture, $"{path}|{file?.Length}|{file?.LastWriteTimeUtc.Ticks}\n");
        }

        return stamp.ToString();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(ModuleKey key, string path, FileInfo file)
    {
        try
        {
            // A pipe or a device has no length, and reading it might never end.
            return file.Length == 0 ? default : await File.ReadAllBytesAsync(file.FullName).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw ModulePackageException.Of(key, path, 0, e is UnauthorizedAccessException ? "access denied" : "does not exist any more");
        }
    }

    private static async Task<ModulePackage> LoadAsync(ModuleKey key, List<(string Path, FileInfo? File)> files)
    {
        var loaded = new List<ModuleFile>(files.Count);
        foreach (var (path, file) in files)
        {
            if (file?.Length > ModulePackageReader.MaxFileBytes)
            {
                throw ModulePackageException.Of(key, path, 0, string.Create(CultureInfo.InvariantCulture, $"larger than {ModulePackageReader.MaxFileBytes} bytes"));
            }

            loaded.Add(new(path, file is null ? default : await ReadAsync(key, path, file).ConfigureAwait(false)));
        }

        return ModulePackageReader.Read(key, loaded);
    }
}
