using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace MakeDevice.Functions.Storage;

/// <summary>Opens a blob container by connection string or by the host's identity.</summary>
/// <remarks>Only code that has decided for blob storage calls this: naming these types loads the Azure assemblies.</remarks>
internal static class BlobContainers
{
    public static BlobContainerClient Open(ServiceOptions options, string container) =>
        Uri.TryCreate(options.Storage, UriKind.Absolute, out var service) && service.Scheme == Uri.UriSchemeHttps
            ? new BlobContainerClient(new Uri($"{options.Storage.TrimEnd('/')}/{container}"), Identity(options), Client(options))
            : new BlobContainerClient(options.Storage, container, Client(options));

    /// <summary>
    /// Short repetitions for what mends itself at once. Longer ones are the stage's (its retry policy) or the client's (503 with Retry-After):
    /// by the library's own defaults a storage that hangs would keep a request waiting for minutes.
    /// </summary>
    private static BlobClientOptions Client(ServiceOptions options)
    {
        var client = new BlobClientOptions();
        client.Retry.MaxRetries = 2;
        client.Retry.Delay = TimeSpan.FromMilliseconds(400);
        client.Retry.NetworkTimeout = options.StorageTimeout;
        return client;
    }

    private static TokenCredential Identity(ServiceOptions options) => new DefaultAzureCredential(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = options.IdentityClientId.Length > 0 ? options.IdentityClientId : null,
    });
}
