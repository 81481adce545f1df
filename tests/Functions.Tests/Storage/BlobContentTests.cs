using Azure;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Tests.Storage;

public class BlobContentTests
{
    [Fact]
    public async Task What_breaks_off_is_told_as_storage_s_fault()
    {
        await using var content = new BlobContent(new Broken([1, 2, 3]), e => new IOException("storage", e));
        using var copy = new MemoryStream();
        var fault = await Assert.ThrowsAsync<IOException>(() => content.CopyToAsync(copy, CancellationToken.None));
        Assert.IsType<RequestFailedException>(fault.InnerException);
        Assert.Equal([1, 2, 3], copy.ToArray());
    }

    [Fact]
    public async Task A_whole_blob_arrives_as_it_is()
    {
        await using var content = new BlobContent(new MemoryStream([4, 5, 6]), e => new IOException("storage", e));
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, CancellationToken.None);
        Assert.Equal([4, 5, 6], copy.ToArray());
    }

    [Fact]
    public async Task A_client_that_goes_away_is_no_fault_of_storage()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await using var content = new BlobContent(new MemoryStream([1]), e => new IOException("storage", e));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => content.CopyToAsync(Stream.Null, gone.Token));
    }

    /// <summary>Some bytes, and then the connection is gone.</summary>
    private sealed class Broken(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new RequestFailedException("the connection was closed");
    }
}
