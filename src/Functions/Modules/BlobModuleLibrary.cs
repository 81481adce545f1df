using System.Collections.Concurrent;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Functions.Modules;

/// <summary>
/// Module packages in an artifact store, as <c>name_version/gerbers/…</c>. A package is parsed once and kept while the ETags of its files
/// stay; they are looked up at most once in <see cref="Freshness"/>, so a replaced package is seen within that time.
/// </summary>
internal sealed class BlobModuleLibrary(IArtifactStore store, TimeProvider clock) : IModuleLibrary
{
    private const int CachedPackages = 256;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private readonly ModulePackageCache _cache = new(CachedPackages);
    private readonly ConcurrentDictionary<ModuleKey, Listing> _listings = new();

    public async ValueTask<IReadOnlyList<ModuleKey>> ListAsync(CancellationToken cancellationToken)
    {
        var keys = new HashSet<ModuleKey>();
        await foreach (var file in store.ListAsync("", cancellationToken))
        {
            if (file.Name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && ModuleKey.TryParse(file.Name[..slash], out var key))
            {
                keys.Add(key);
            }
        }

        return [.. keys.OrderBy(k => k.Name, StringComparer.Ordinal).ThenBy(k => k.Version, StringComparer.Ordinal)];
    }

    public async ValueTask<ModulePackage?> FindAsync(ModuleKey key, CancellationToken cancellationToken)
    {
        if (!key.IsSafe || !StoreName.IsSegment(key.ToString()) || await FilesAsync(key, cancellationToken) is not { Count: > 0 } files)
        {
            return null;
        }

        var stamp = string.Join('\n', files.Select(f => $"{f.Name}|{f.ETag}"));
        return await _cache.GetAsync(key, stamp, () => LoadAsync(key, files), cancellationToken);
    }

    private async Task<IReadOnlyList<StoredFile>> FilesAsync(ModuleKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_listings.TryGetValue(key, out var listing) && now - listing.At < Freshness)
        {
            return listing.Files;
        }

        var files = new List<StoredFile>();
        await foreach (var file in store.ListAsync(key.ToString(), cancellationToken))
        {
            files.Add(file);
            if (files.Count > ModulePackageReader.MaxFiles)
            {
                // The reader refuses the package by its own rule and words.
                break;
            }
        }

        if (files.Count > 0)
        {
            _listings[key] = new Listing(now, files);
        }

        return files;
    }

    private async Task<ModulePackage> LoadAsync(ModuleKey key, IReadOnlyList<StoredFile> files)
    {
        var folder = key + "/";
        var loaded = await Task.WhenAll(files.Select(async file => new ModuleFile(file.Name[folder.Length..], await ContentAsync(key, file))));
        return ModulePackageReader.Read(key, loaded);
    }

    private async Task<byte[]> ContentAsync(ModuleKey key, StoredFile file) =>
        file.Length > ModulePackageReader.MaxFileBytes
            ? throw new ModulePackageException(new Issue("MODULE_PACKAGE_INVALID", $"module={key} error=a file is too large"))
            : await store.ReadAsync(file.Name, CancellationToken.None) ?? throw new IOException("A module package vanished while it was read.");

    private sealed record Listing(DateTimeOffset At, IReadOnlyList<StoredFile> Files);
}
