using System.Text;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Activities;

/// <summary>The pictures of a job. Each version has its own files, so one that is being fetched is never overwritten; old ones are dropped.</summary>
internal static class PreviewFiles
{
    public const string Front = "front";
    public const string Back = "back";

    /// <summary>Versions that stay fetchable while newer ones appear.</summary>
    private const int Kept = 4;

    public static async Task WriteAsync(
        IArtifactStore store, JobFiles files, int version, string front, string back, CancellationToken cancellationToken)
    {
        await store.PutAsync(files.Preview(version, Front), Encoding.UTF8.GetBytes(front), cancellationToken);
        await store.PutAsync(files.Preview(version, Back), Encoding.UTF8.GetBytes(back), cancellationToken);
        if (version > Kept)
        {
            await store.DeleteAsync(files.Preview(version - Kept, Front), cancellationToken);
            await store.DeleteAsync(files.Preview(version - Kept, Back), cancellationToken);
        }
    }
}
