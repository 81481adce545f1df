using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Tests.Http;

/// <summary>A store that fails while a test wants it to: all of it, or its writes alone, as on a full disk.</summary>
internal sealed class FaultyStore(IArtifactStore store) : IArtifactStore
{
    private int _puts;
    private int _reads;
    private int _looks;

    /// <summary>What every read throws; null for a sound disk.</summary>
    public Exception? ReadFault { get; set; }

    /// <summary>What every write throws; null where there is room.</summary>
    public Exception? WriteFault { get; set; }

    /// <summary>Writes so far.</summary>
    public int Puts => _puts;

    /// <summary>Reads so far.</summary>
    public int Reads => _reads;

    /// <summary>Questions whether a file is there.</summary>
    public int Looks => _looks;

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Counted(ref _puts, WriteFault) is null ? store.PutAsync(name, content, cancellationToken) : Task.FromException(WriteFault!);

    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Counted(ref _puts, WriteFault) is null ? store.TryCreateAsync(name, content, cancellationToken) : Task.FromException<bool>(WriteFault!);

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) =>
        Counted(ref _reads, ReadFault) is null ? store.ReadAsync(name, cancellationToken) : Task.FromException<byte[]?>(ReadFault!);

    public Task<StoredContent?> OpenAsync(string name, CancellationToken cancellationToken) =>
        ReadFault is null ? store.OpenAsync(name, cancellationToken) : Task.FromException<StoredContent?>(ReadFault);

    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken) =>
        Counted(ref _looks, ReadFault) is null ? store.FindAsync(name, cancellationToken) : Task.FromException<StoredFile?>(ReadFault!);

    public IAsyncEnumerable<StoredFile> ListAsync(string folder, CancellationToken cancellationToken) =>
        ReadFault is null ? store.ListAsync(folder, cancellationToken) : throw ReadFault;

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(name, cancellationToken);

    public Task DeleteAllAsync(string folder, CancellationToken cancellationToken) => store.DeleteAllAsync(folder, cancellationToken);

    private static Exception? Counted(ref int operations, Exception? fault)
    {
        Interlocked.Increment(ref operations);
        return fault;
    }
}
