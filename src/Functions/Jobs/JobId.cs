using System.Security.Cryptography;

namespace MakeDevice.Functions.Jobs;

/// <summary>Ids of jobs: 22 letters and digits from a cryptographic source (131 bits), so that knowing one is the right to see the job.</summary>
internal static class JobId
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private const int Length = 22;

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>True for what <see cref="New"/> can make: nothing else reaches the storage or the durable client.</summary>
    public static bool IsValid(string? id) => id is { Length: Length } && id.All(char.IsAsciiLetterOrDigit);
}
