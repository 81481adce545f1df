using System.Runtime.CompilerServices;

namespace MakeDevice.Functions.Storage;

/// <summary>Chooses the store that the options ask for.</summary>
internal static class ArtifactStores
{
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
    private static BlobArtifactStore OpenBlobs(ServiceOptions options) => new(BlobContainers.Open(options, options.Container));
}
