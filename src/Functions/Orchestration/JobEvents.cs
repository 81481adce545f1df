namespace MakeDevice.Functions.Orchestration;

/// <summary>External events that a job's orchestration listens to.</summary>
internal static class JobEvents
{
    /// <summary>Asks the job to stop and to keep what it had routed.</summary>
    public const string Cancel = "Cancel";
}
