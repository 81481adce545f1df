using System.IO.Compression;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Packs artifacts into one flat zip: sorted names, one fixed time stamp, so the same files give the same bytes.</summary>
internal static class PackageWriter
{
    /// <summary>The earliest time a zip can hold.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="ArgumentException">Two artifacts share a name, or a name holds a folder.</exception>
    public static byte[] Write(IEnumerable<Artifact> artifacts)
    {
        var sorted = artifacts.OrderBy(artifact => artifact.Name, StringComparer.Ordinal).ToList();
        Check(sorted);
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var artifact in sorted)
            {
                var entry = zip.CreateEntry(artifact.Name, CompressionLevel.Fastest);
                entry.LastWriteTime = Epoch;
                using var content = entry.Open();
                content.Write(artifact.Content.Span);
            }
        }

        return stream.ToArray();
    }

    /// <summary>A package of this writer with the file of <paramref name="replacement"/>'s name replaced.</summary>
    public static byte[] Replace(byte[] zip, Artifact replacement)
    {
        using var package = new ZipArchive(new MemoryStream(zip, writable: false));
        return Write([.. package.Entries.Where(entry => entry.Name != replacement.Name).Select(Read), replacement]);
    }

    private static Artifact Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return new(entry.Name, content.ToArray());
    }

    private static void Check(List<Artifact> sorted)
    {
        for (var i = 0; i < sorted.Count; i++)
        {
            if (sorted[i].Name.Length == 0 || sorted[i].Name.AsSpan().ContainsAny('/', '\\', '\0') || sorted[i].Name is "." or "..")
            {
                throw new ArgumentException("An artifact's name must be a plain file name.", nameof(sorted));
            }

            // Names that differ only in case would overwrite each other on some systems.
            if (i > 0 && sorted.Take(i).Any(other => other.Name.Equals(sorted[i].Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new ArgumentException($"Two artifacts are named {sorted[i].Name}.", nameof(sorted));
            }
        }
    }
}
