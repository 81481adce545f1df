namespace MakeDevice.Functions.Http.Compatible;

/// <summary>Hands a finished package to a fabrication house.</summary>
public interface IFabricationUpload
{
    /// <summary>The house's page for ordering the board, or null where no upload is set up.</summary>
    Task<Uri?> UploadAsync(string fileName, ReadOnlyMemory<byte> zip, CancellationToken cancellationToken);
}

/// <summary>No fabrication house is set up: an answer then has no URL, and says so.</summary>
internal sealed class NoFabricationUpload : IFabricationUpload
{
    public Task<Uri?> UploadAsync(string fileName, ReadOnlyMemory<byte> zip, CancellationToken cancellationToken) => Task.FromResult<Uri?>(null);
}
