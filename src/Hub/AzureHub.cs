using Azure.Identity;
using DurableTask.AzureStorage;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Hub;

/// <summary>
/// The hub of an Azure storage account or of Azurite: DurableTask.AzureStorage, as Azure's own host runs it. Hosts with the same account share their jobs.
/// </summary>
internal static class AzureHub
{
    private const string BlobHost = ".blob.";

    /// <summary>How long the messages of a host that was lost stay unseen; the default of five minutes is a stall. A host that works renews them.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(1);

    /// <param name="storage">A connection string with queues and tables, or the URL of an account's blob service that is entered with the host's identity.</param>
    /// <param name="name">Of the hub: letters and digits.</param>
    /// <param name="workers">Activities at once.</param>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static AzureStorageOrchestrationService Open(string storage, string name, int workers, string identityClientId, ILoggerFactory loggers) => new(new AzureStorageOrchestrationServiceSettings
    {
        StorageAccountClientProvider = Account(storage, identityClientId),
        TaskHubName = name,
        WorkerId = $"{Environment.MachineName}-{Guid.NewGuid():N}",
        PartitionCount = 4,
        UseAppLease = false,
        MaxConcurrentTaskActivityWorkItems = workers,
        MaxConcurrentTaskOrchestrationWorkItems = 16,
        MaxQueuePollingInterval = TimeSpan.FromSeconds(1),
        WorkItemQueueVisibilityTimeout = Visibility,
        ControlQueueVisibilityTimeout = Visibility,
        LoggerFactory = loggers,
    });

    private static StorageAccountClientProvider Account(string storage, string identityClientId)
    {
        if (!Uri.TryCreate(storage, UriKind.Absolute, out Uri? blobs) || !storage.Contains("://", StringComparison.Ordinal) || storage.Contains(';', StringComparison.Ordinal))
        {
            return new StorageAccountClientProvider(storage);
        }

        if (!blobs.Host.Contains(BlobHost, StringComparison.Ordinal))
        {
            throw new FormatException($"HUB_STORAGE_INVALID host={blobs.Host} error=the host of a blob service is ACCOUNT.blob.DOMAIN");
        }

        DefaultAzureCredential identity = new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = identityClientId.Length > 0 ? identityClientId : null });
        return new StorageAccountClientProvider(blobs, Service(blobs, "queue"), Service(blobs, "table"), identity);
    }

    private static Uri Service(Uri blobs, string kind) => new UriBuilder(blobs) { Host = blobs.Host.Replace(BlobHost, $".{kind}.", StringComparison.Ordinal) }.Uri;
}
