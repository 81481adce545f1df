namespace MakeDevice.Hub;

/// <summary>
/// How long messages that a host has taken from a storage account's queues stay unseen by others: after so long those of a host that was lost go on. A host that works renews them.
/// </summary>
/// <param name="Control">Of orchestrations.</param>
/// <param name="Work">Of activities.</param>
internal sealed record QueueVisibility(TimeSpan Control, TimeSpan Work)
{
    /// <summary>Azure's own default of five minutes is a stall.</summary>
    public static readonly QueueVisibility Default = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
}
