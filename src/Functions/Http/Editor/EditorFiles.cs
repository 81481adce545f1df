using System.Collections.Frozen;
using System.Reflection;

namespace MakeDevice.Functions.Http.Editor;

/// <summary>The board editor's files by their paths.</summary>
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

    private readonly Lazy<FrozenDictionary<string, EmbeddedFile>> _files = new(() => Read(typeof(EditorFiles).Assembly));

    /// <summary>The file, or null where there is none.</summary>
    /// <param name="path">Relative, with slashes, as in a URL: <c>js/main.js</c>.</param>
    internal EmbeddedFile? Find(string path) => _files.Value.GetValueOrDefault(path);

    private static FrozenDictionary<string, EmbeddedFile> Read(Assembly assembly) =>
        assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && Types.ContainsKey(Path.GetExtension(name)))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => EmbeddedFile.Read(assembly, name, Types[Path.GetExtension(name)]), StringComparer.Ordinal);
}
