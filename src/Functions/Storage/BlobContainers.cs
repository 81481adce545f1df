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
            ? new BlobContainerClient(new Uri($"{options.Storage.TrimEnd('/')}/{container}"), Identity(options))
            : new BlobContainerClient(options.Storage, container);

    private static TokenCredential Identity(ServiceOptions options) => new DefaultAzureCredential(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = options.IdentityClientId.Length > 0 ? options.IdentityClientId : null,
    });
}
