namespace MakeDevice.Functions.Storage;

/// <summary>
/// Named files of jobs: a folder here, a blob container in Azure. A file is seen whole or not at all, and writing the same name twice
/// leaves the later content.
/// </summary>
/// <remarks>
/// Every member checks its name with <see cref="StoreName"/> and throws <see cref="ArgumentException"/> for one that could leave the store;
/// a storage that fails throws <see cref="IOException"/>, which a stage is retried for.
/// </remarks>
public interface IArtifactStore
{
    Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Writes the file only where there is none of that name; false where there is. Of many at once exactly one gets true.</summary>
    Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The whole content, or null where there is no such file.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>The content as a stream, or null where there is no such file.</summary>
    Task<StoredContent?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>What is known of the file without reading it, or null where there is none.</summary>
    Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>The files whose name starts with <paramref name="folder"/> and a slash, all where it is empty, ordered by name (ordinal).</summary>
    IAsyncEnumerable<StoredFile> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Deletes the file; nothing where there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes every file that <see cref="ListAsync"/> would list.</summary>
    Task DeleteAllAsync(string folder, CancellationToken cancellationToken);
}

/// <summary>A stored file.</summary>
/// <param name="ETag">Changes with every write; without quotes.</param>
/// <param name="Modified">By the storage's clock, UTC.</param>
public sealed record StoredFile(string Name, long Length, string ETag, DateTimeOffset Modified);

/// <summary>An open file; whoever opened it disposes it.</summary>
public sealed class StoredContent(StoredFile file, Stream content) : IAsyncDisposable
{
    public StoredFile File { get; } = file;

    public Stream Content { get; } = content;

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
