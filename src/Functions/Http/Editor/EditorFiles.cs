using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace MakeDevice.Functions.Http.Editor;

/// <summary>The board editor's files, which the assembly carries: no folder to deploy, nothing outside of it to reach.</summary>
public sealed class EditorFiles
{
    private const string Prefix = "web/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".json"] = "application/json; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly Lazy<FrozenDictionary<string, EditorFile>> _files = new(() => Read(typeof(EditorFiles).Assembly));

    /// <summary>The file, or null where there is none.</summary>
    /// <param name="path">Relative, with slashes, as in a URL: <c>js/main.js</c>.</param>
    internal EditorFile? Find(string path) => _files.Value.GetValueOrDefault(path);

    private static FrozenDictionary<string, EditorFile> Read(Assembly assembly) =>
        assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && Types.ContainsKey(Path.GetExtension(name)))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => Read(assembly, name), StringComparer.Ordinal);

    private static EditorFile Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new(content, Types[Path.GetExtension(name)], $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
    }
}

/// <param name="ETag">A digest of the content, quoted.</param>
internal sealed record EditorFile(byte[] Content, string ContentType, string ETag);
