using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Activities;

/// <summary>Reads what an earlier stage wrote.</summary>
internal static class StageFiles
{
    /// <exception cref="StageStoppedException">The file is gone: the job was purged while it ran.</exception>
    public static async Task<byte[]> NeedAsync(this IArtifactStore store, string name, CancellationToken cancellationToken) =>
        await store.ReadAsync(name, cancellationToken)
        ?? throw new StageStoppedException(new StageStop(JobOutcome.Failed, ["JOB_PURGED"]));
}
