namespace MakeDevice.Routing.Modules;

/// <summary>
/// Keeps parsed packages for as long as their files stay as they were. Safe for concurrent use; a package is parsed once however many ask for
/// it at the same time; the packages that were asked for longest ago are dropped when there are too many.
/// </summary>
/// <param name="capacity">Most packages kept.</param>
public sealed class ModulePackageCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ModuleKey, Entry> _entries = [];
    private long _uses;

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
                entry = _entries[key] = new(stamp, Task.Run(load, CancellationToken.None));
                Trim();
            }

            entry.LastUse = ++_uses;
            package = entry.Package;
        }

        return package.WaitAsync(cancellationToken);
    }

    private void Trim()
    {
        while (_entries.Count > capacity)
        {
            _entries.Remove(_entries.MinBy(entry => entry.Value.LastUse == 0 ? long.MaxValue : entry.Value.LastUse).Key);
        }
    }

    private sealed class Entry(string stamp, Task<ModulePackage> package)
    {
        public string Stamp { get; } = stamp;

        public Task<ModulePackage> Package { get; } = package;

        public long LastUse { get; set; }

        /// <summary>True where storage failed, not the package: the next one who asks tries again.</summary>
        public bool FailedToLoad => Package is { IsCompleted: true, IsCompletedSuccessfully: false, Exception.InnerException: not ModulePackageException };
    }
}
