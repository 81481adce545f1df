namespace MakeDevice.Hub;

/// <summary>Where a host's instances live: a folder of this machine, or a storage account that hosts share.</summary>
/// <param name="Folder">Null where it is an account.</param>
/// <param name="Account">A connection string or the URL of a blob service (<see cref="AzureHub"/>).</param>
/// <param name="IdentityClientId">Of a user-assigned identity for the account; empty for the system's own.</param>
internal sealed record HubPlace(string? Folder, string Account = "", string IdentityClientId = "")
{
    /// <summary>Of an account's queues.</summary>
    public QueueVisibility Visibility { get; init; } = QueueVisibility.Default;

    /// <summary>Whether hosts tell in a table, not by leases of blobs, who reads which of an account's queues; one way for all hosts of an account.</summary>
    public bool HasPartitionTable { get; init; } = true;
}
