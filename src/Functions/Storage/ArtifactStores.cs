using System.Runtime.CompilerServices;

namespace MakeDevice.Functions.Storage;

/// <summary>Chooses the store that the options ask for.</summary>
internal static class ArtifactStores
{
    /// <summary>Of the files in a storage account; changed where another version could not read what this one writes.</summary>
    private const int Format = 1;

    public static IArtifactStore Open(ServiceOptions options) =>
        IsBlobStorage(options.Storage) ? OpenBlobs(options) : new FolderArtifactStore(options.Storage);

    /// <summary>True for a connection string or the URL of a blob service, false for a folder.</summary>
    public static bool IsBlobStorage(string storage) =>
        storage.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || storage.StartsWith("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase)
        || storage.Contains("AccountName=", StringComparison.OrdinalIgnoreCase)
        || storage.Contains("BlobEndpoint=", StringComparison.OrdinalIgnoreCase);

    /// <remarks>Kept out of line, so that a folder store never loads the Azure assemblies.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MarkedStore OpenBlobs(ServiceOptions options)
    {
        var blobs = new BlobArtifactStore(BlobContainers.Open(options, options.Container));
        return new MarkedStore(blobs, new FormatMark(blobs, options.Container, Format));
    }
}
