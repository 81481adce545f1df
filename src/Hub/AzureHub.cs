using System.Runtime.CompilerServices;
using Azure.Identity;
using DurableTask.AzureStorage;
using MakeDevice.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Hub;

/// <summary>
/// The hub of an Azure storage account or of Azurite: DurableTask.AzureStorage, as Azure's own host runs it. Hosts with the same account share their jobs.
/// </summary>
internal static class AzureHub
{
    private const string BlobHost = ".blob.";

    /// <summary>Of the messages and histories in a hub; changed where another version, of whatever jobs, could not read what this one writes.</summary>
    private const int Format = 1;

    /// <summary>How long the account may take to tell the hub's format.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="place">Its account is a connection string with queues and tables, or the URL of an account's blob service that is entered with the host's identity.</param>
    /// <param name="name">Of the hub: letters and digits.</param>
    /// <param name="workers">Activities at once.</param>
    /// <exception cref="FormatException">The account is neither.</exception>
    public static AzureStorageOrchestrationService Open(HubPlace place, string name, int workers, ILoggerFactory loggers) => new(Settings(place, name, workers, loggers));

    /// <summary>What hosts of one account must agree about is what <c>host.json</c> says to Azure's own host.</summary>
    /// <inheritdoc cref="Open"/>
    internal static AzureStorageOrchestrationServiceSettings Settings(HubPlace place, string name, int workers, ILoggerFactory loggers) => new()
    {
        StorageAccountClientProvider = Account(place.Account, place.IdentityClientId),
        TaskHubName = name,
        WorkerId = $"{Environment.MachineName}-{Guid.NewGuid():N}",
        PartitionCount = 4,
        UseAppLease = false,
        UseTablePartitionManagement = place.HasPartitionTable,
        MaxConcurrentTaskActivityWorkItems = workers,
        MaxConcurrentTaskOrchestrationWorkItems = 16,
        MaxQueuePollingInterval = TimeSpan.FromSeconds(1),
        WorkItemQueueVisibilityTimeout = place.Visibility.Work,
        ControlQueueVisibilityTimeout = place.Visibility.Control,
        LoggerFactory = loggers,
    };

    /// <summary>Which format the hub is of: beside the leases of its partitions, which are there as long as it is.</summary>
    /// <remarks>Kept out of line: a host with a folder never loads Azure's libraries.</remarks>
    /// <inheritdoc cref="Open"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FormatMark Mark(HubPlace place, string name)
    {
        string container = $"{name.ToLowerInvariant()}-leases";
        return new FormatMark(new BlobArtifactStore(BlobContainers.Open(place.Account, place.IdentityClientId, Patience, container)), container, Format);
    }

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
