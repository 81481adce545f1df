using MakeDevice.Routing.Caching;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// Keeps parsed packages for as long as their files stay as they were. Safe for concurrent use; a package is parsed once however many ask for
/// it at the same time; the packages that were asked for longest ago are dropped when there are too many or they take too much. Their layers as
/// boards have had them are kept within a budget that they share.
/// </summary>
/// <param name="capacity">Most packages kept.</param>
/// <param name="bytes">Memory for packages, about; a single one that takes more is not kept.</param>
/// <param name="layerBytes">Memory for layers that were put in place, about; 0 for none.</param>
public sealed class ModulePackageCache(
    int capacity, long bytes = ModulePackageCache.DefaultBytes, long layerBytes = ModulePackageCache.DefaultLayerBytes)
{
    /// <summary>Enough for some hundred packages: one takes 150 kB as a rule.</summary>
    public const long DefaultBytes = 64 * 1024 * 1024;

    /// <summary>Enough for several hundred modules at their places: one takes 60 kB as a rule.</summary>
    public const long DefaultLayerBytes = 32 * 1024 * 1024;

    private readonly PlacedLayers _placed = new(layerBytes);
    private readonly Lock _lock = new();
    private readonly Dictionary<ModuleKey, Entry> _entries = [];
    private long _uses;

    /// <summary>How often a module's layer was found in place.</summary>
    public CacheUse PlacedLayers => _placed.Use;

    /// <summary>The cached package, or what <paramref name="load"/> makes; a failure is kept too, until the stamp changes.</summary>
    /// <param name="stamp">Says whether the files are still the same: time stamps and sizes, or ETags.</param>
    /// <param name="load">
    /// Reads and parses. It runs once for all who wait and so gets no caller's cancellation; <paramref name="cancellationToken"/> ends only the wait.
    /// </param>
    public Task<ModulePackage> GetAsync(ModuleKey key, string stamp, Func<Task<ModulePackage>> load, CancellationToken cancellationToken)
    {
        Task<ModulePackage> package;
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Stamp != stamp || entry.FailedToLoad)
            {
                entry = _entries[key] = new(stamp, entry => Task.Run(() => LoadAsync(entry, load), CancellationToken.None));
            }

            entry.LastUse = ++_uses;
            package = entry.Package;
            Trim();
        }

        return package.WaitAsync(cancellationToken);
    }

    private async Task<ModulePackage> LoadAsync(Entry entry, Func<Task<ModulePackage>> load)
    {
        var package = await load().ConfigureAwait(false);
        package.PlacedLayers = _placed;
        lock (_lock)
        {
            entry.Bytes = package.Bytes;
            if (entry.Bytes > bytes)
            {
                Forget(entry);
            }

            Trim();
        }

        return package;
    }

    /// <summary>Drops one rather than all the others for its sake.</summary>
    private void Forget(Entry tooLarge)
    {
        foreach (var (key, entry) in _entries)
        {
            if (entry == tooLarge)
            {
                _entries.Remove(key);
                return;
            }
        }
    }

    private void Trim()
    {
        while (_entries.Count > capacity || _entries.Values.Sum(entry => entry.Bytes) > bytes)
        {
            _entries.Remove(_entries.MinBy(entry => entry.Value.LastUse).Key);
        }
    }

    private sealed class Entry
    {
        public Entry(string stamp, Func<Entry, Task<ModulePackage>> load)
        {
            Stamp = stamp;
            Package = load(this);
        }

        public string Stamp { get; }

        public Task<ModulePackage> Package { get; }

        public long LastUse { get; set; }

        /// <summary>0 until the package is loaded.</summary>
        public long Bytes { get; set; }

        /// <summary>True where storage failed, not the package: the next one who asks tries again.</summary>
        public bool FailedToLoad => Package is { IsCompleted: true, IsCompletedSuccessfully: false, Exception.InnerException: not ModulePackageException };
    }
}
