using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace MakeDevice.Functions.Storage;

/// <summary>Files as block blobs of one container, which is created when it is first written to.</summary>
public sealed class BlobArtifactStore(BlobContainerClient container) : IArtifactStore
{
    private const int MaxAttempts = 16;

    private static readonly BlobRequestConditions OnlyNew = new() { IfNoneMatch = ETag.All };

    /// <summary>No file of a job is so large that the client would cut it into blocks.</summary>
    private static readonly StorageTransferOptions AtOnce = new() { InitialTransferSize = 256 * 1024 * 1024 };

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        UploadAsync(name, content, null, cancellationToken);

    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        UploadAsync(name, content, OnlyNew, cancellationToken);

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => ReadingAsync(name, async blob =>
    {
        var response = await blob.DownloadContentAsync(cancellationToken);
        return response.Value.Content.ToArray();
    });

    public Task<StoredContent?> OpenAsync(string name, CancellationToken cancellationToken) => ReadingAsync(name, async blob =>
    {
        var response = await blob.DownloadStreamingAsync((BlobDownloadOptions?)null, cancellationToken);
        var details = response.Value.Details;
        return new StoredContent(
            new StoredFile(name, details.ContentLength, Tag(details.ETag), details.LastModified),
            new BlobContent(response.Value.Content, e => Fault("read", e)));
    });

    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken) => ReadingAsync(name, async blob =>
    {
        var properties = (await blob.GetPropertiesAsync(conditions: null, cancellationToken)).Value;
        return new StoredFile(name, properties.ContentLength, Tag(properties.ETag), properties.LastModified);
    });

    public async IAsyncEnumerable<StoredFile> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = folder.Length == 0 ? null : StoreName.Check(folder) + "/";
        var pages = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken);
        await using var blobs = pages.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(blobs))
        {
            var blob = blobs.Current;
            yield return new StoredFile(
                blob.Name,
                blob.Properties.ContentLength ?? 0,
                Tag(blob.Properties.ETag ?? default),
                blob.Properties.LastModified ?? DateTimeOffset.UnixEpoch);
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(StoreName.Check(name));
        try
        {
            await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, null, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Fault("delete", e);
        }
    }

    public async Task DeleteAllAsync(string folder, CancellationToken cancellationToken)
    {
        await foreach (var file in ListAsync(StoreName.Check(folder), cancellationToken))
        {
            await DeleteAsync(file.Name, cancellationToken);
        }
    }

    /// <summary>One request: what is seen is whole.</summary>
    /// <returns>False where the conditions forbid the write.</returns>
    private async Task<bool> UploadAsync(
        string name, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(StoreName.Check(name));
        var options = new BlobUploadOptions { Conditions = conditions, TransferOptions = AtOnce };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound && attempt < MaxAttempts)
            {
                await CreateContainerAsync(cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 && conditions is not null)
            {
                return false;
            }
            catch (Exception e) when (e is not (OperationCanceledException or IOException))
            {
                throw Fault("write", e);
            }
        }
    }

    private async Task CreateContainerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await container.CreateIfNotExistsAsync(PublicAccessType.None, null, null, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Fault("create the container", e);
        }
    }

    private async Task<T?> ReadingAsync<T>(string name, Func<BlobClient, Task<T>> read)
        where T : class
    {
        var blob = container.GetBlobClient(StoreName.Check(name));
        try
        {
            return await read(blob);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Fault("read", e);
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<BlobItem> blobs)
    {
        try
        {
            return await blobs.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Fault("list", e);
        }
    }

    /// <summary>Headers quote a tag, listings do not.</summary>
    private static string Tag(ETag tag) => tag.ToString().Trim('"');

    /// <summary>
    /// A refused request, a connection that failed after all repetitions, or no token. The message holds no URL: one may carry a signature.
    /// </summary>
    private static IOException Fault(string what, Exception e) => new(
        e is RequestFailedException refused
            ? $"Blob storage failed to {what}: {refused.ErrorCode} ({refused.Status})."
            : $"Blob storage failed to {what}: {e.GetType().Name}.",
        e);
}
