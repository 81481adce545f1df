using System.Security.Cryptography;
using System.Text;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Jobs;

/// <summary>A key and whose it is: two callers that choose the same one start two jobs.</summary>
/// <param name="Caller">The same text for the same caller.</param>
/// <param name="Key">As the caller sent it.</param>
public sealed record CallerKey(string Caller, string Key);

/// <summary>
/// Makes a start repeatable: the first request with a key creates its file with the job's id, every later one reads that id. The file's name
/// is a digest, so no client's key reaches a path.
/// </summary>
public sealed class IdempotencyKeys(IArtifactStore store)
{
    /// <summary>Longest key in characters.</summary>
    public const int MaxLength = 200;

    private const int DigestLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>True for 1 to <see cref="MaxLength"/> printable ASCII characters.</summary>
    public static bool IsValid(string key) => key.Length is > 0 and <= MaxLength && key.All(c => c is > ' ' and <= '~');

    /// <summary>The id of the job that the key stands for, or null where it was used for another project or another previous job.</summary>
    public async Task<string?> ClaimAsync(CallerKey key, ReadOnlyMemory<byte> project, string? previous, CancellationToken cancellationToken)
    {
        var name = $"{JobFiles.Keys}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Caller}\n{key.Key}")))}";
        var digest = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(previous ?? ""), .. project.Span]));
        var fresh = JobId.New();
        if (await store.TryCreateAsync(name, Encoding.ASCII.GetBytes($"{fresh} {digest}"), cancellationToken))
        {
            return fresh;
        }

        var content = await store.ReadAsync(name, cancellationToken) ?? throw new IOException("An idempotency key vanished while it was read.");
        if (Encoding.ASCII.GetString(content).Split(' ') is [var job, { Length: DigestLength } known] && JobId.IsValid(job))
        {
            return known == digest ? job : null;
        }

        // Torn: of the job that it stood for nothing is known, and the client must not be told that it was for another project.
        await store.PutAsync(name, Encoding.ASCII.GetBytes($"{fresh} {digest}"), cancellationToken);
        return fresh;
    }
}
