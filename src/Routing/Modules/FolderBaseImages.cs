using System.Collections.Concurrent;

namespace MakeDevice.Routing.Modules;

/// <summary>Base images in a folder. A file is read again when its length or time stamp changes.</summary>
public sealed class FolderBaseImages(string folder) : IBaseImages
{
    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, ReadOnlyMemory<byte> Content)> _read = new(StringComparer.Ordinal);

    /// <summary>The folder <c>firmware</c> beside the folder of module packages; null where there is none.</summary>
    public static FolderBaseImages? Beside(string modules) =>
        Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modules))) is { } parent && Directory.Exists(Path.Combine(parent, "firmware"))
            ? new(Path.Combine(parent, "firmware"))
            : null;

    public string Place => $"the folder {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}";

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists)
        {
            return null;
        }

        var (length, written) = (file.Length, file.LastWriteTimeUtc);
        if (_read.TryGetValue(name, out var known) && (known.Length, known.Written) == (length, written))
        {
            return known.Content;
        }

        if (length > IBaseImages.MaxBytes)
        {
            throw new BaseImageException($"{name} is larger than {IBaseImages.MaxBytes} bytes");
        }

        try
        {
            var content = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            _read[name] = (length, written, content);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BaseImageException($"{name} cannot be read");
        }
    }
}
