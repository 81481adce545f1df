using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace MakeDevice.Functions.Storage;

/// <summary>Opens a blob container by connection string or by the host's identity.</summary>
/// <remarks>Only code that has decided for blob storage calls this: naming these types loads the Azure assemblies.</remarks>
public static class BlobContainers
{
    public static BlobContainerClient Open(ServiceOptions options, string container) =>
        Open(options.Storage, options.IdentityClientId, options.StorageTimeout, container);

    /// <param name="account">A connection string, or the URL of a blob service that is entered with the host's identity.</param>
    /// <param name="identityClientId">Of a user-assigned identity; empty for the system's own.</param>
    /// <param name="patience">How long the storage may take to answer one request.</param>
    public static BlobContainerClient Open(string account, string identityClientId, TimeSpan patience, string container) =>
        Uri.TryCreate(account, UriKind.Absolute, out var service) && service.Scheme == Uri.UriSchemeHttps
            ? new BlobContainerClient(new Uri($"{account.TrimEnd('/')}/{container}"), Identity(identityClientId), Client(patience))
            : new BlobContainerClient(account, container, Client(patience));

    /// <summary>
    /// Short repetitions for what mends itself at once. Longer ones are the stage's (its retry policy) or the client's (503 with Retry-After):
    /// by the library's own defaults a storage that hangs would keep a request waiting for minutes.
    /// </summary>
    private static BlobClientOptions Client(TimeSpan patience)
    {
        var client = new BlobClientOptions();
        client.Retry.MaxRetries = 2;
        client.Retry.Delay = TimeSpan.FromMilliseconds(400);
        client.Retry.NetworkTimeout = patience;
        return client;
    }

    private static TokenCredential Identity(string clientId) => new DefaultAzureCredential(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = clientId.Length > 0 ? clientId : null,
    });
}
