using System.Collections.Concurrent;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Functions.Modules;

/// <summary>Base images in a store. A file is looked up at most once in <see cref="Freshness"/> and read again when its ETag changes.</summary>
/// <param name="name">What the store is called in a sentence.</param>
internal sealed class StoredBaseImages(IArtifactStore store, string name, TimeProvider clock) : IBaseImages
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string ETag, ReadOnlyMemory<byte>? Content)> _known = new(StringComparer.Ordinal);

    public string Place => $"the container {name}";

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(file, out var known) && now - known.At < Freshness)
        {
            return known.Content;
        }

        var found = await store.FindAsync(file, cancellationToken);
        if (found?.Length > IBaseImages.MaxBytes)
        {
            throw new BaseImageException($"{file} is larger than {IBaseImages.MaxBytes} bytes");
        }

        var content = found is null ? null : found.ETag == known.ETag ? known.Content : await FetchAsync(file, cancellationToken);
        _known[file] = (now, found?.ETag ?? "", content);
        return content;
    }

    private async Task<ReadOnlyMemory<byte>?> FetchAsync(string file, CancellationToken cancellationToken)
    {
        var bytes = await store.ReadAsync(file, cancellationToken);
        return bytes is null ? null : new ReadOnlyMemory<byte>(bytes);
    }
}
