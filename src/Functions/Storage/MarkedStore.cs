using System.Runtime.CompilerServices;

namespace MakeDevice.Functions.Storage;

/// <summary>A store that is touched only where it is of this version's format (<see cref="FormatMark"/>), which is asked with its first use.</summary>
public sealed class MarkedStore(IArtifactStore store, FormatMark mark) : IArtifactStore
{
    public FormatMark Mark => mark;

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await mark.RequireAsync(cancellationToken);
        await store.PutAsync(name, content, cancellationToken);
    }

    public async Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await mark.RequireAsync(cancellationToken);
        return await store.TryCreateAsync(name, content, cancellationToken);
    }

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await mark.RequireAsync(cancellationToken);
        return await store.ReadAsync(name, cancellationToken);
    }

    public async Task<StoredContent?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        await mark.RequireAsync(cancellationToken);
        return await store.OpenAsync(name, cancellationToken);
    }

    public async Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await mark.RequireAsync(cancellationToken);
        return await store.FindAsync(name, cancellationToken);
    }

    public async IAsyncEnumerable<StoredFile> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await mark.RequireAsync(cancellationToken);
        await foreach (var file in store.ListAsync(folder, cancellationToken))
        {
            if (file.Name != FormatMark.File)
            {
                yield return file;
            }
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await mark.RequireAsync(cancellationToken);
        await store.DeleteAsync(name, cancellationToken);
    }

    public async Task DeleteAllAsync(string folder, CancellationToken cancellationToken)
    {
        await mark.RequireAsync(cancellationToken);
        await store.DeleteAllAsync(folder, cancellationToken);
    }
}
