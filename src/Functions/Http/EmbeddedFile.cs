using System.Reflection;
using System.Security.Cryptography;

namespace MakeDevice.Functions.Http;

/// <summary>A file that the assembly carries: no folder to deploy, nothing outside of it to reach.</summary>
/// <param name="ETag">A digest of the content, quoted.</param>
internal sealed record EmbeddedFile(byte[] Content, string ContentType, string ETag)
{
    /// <param name="name">Of a resource that is there.</param>
    public static EmbeddedFile Read(Assembly assembly, string name, string contentType)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new(content, contentType, $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
    }
}
