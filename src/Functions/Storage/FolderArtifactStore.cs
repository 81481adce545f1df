using System.Globalization;
using System.Runtime.CompilerServices;

namespace MakeDevice.Functions.Storage;

/// <summary>
/// Files in a folder. A write goes to a file beside the others and is renamed over its place, so a reader, and a process that was killed,
/// never sees half of it.
/// </summary>
public sealed class FolderArtifactStore : IArtifactStore
{
    private const string Unfinished = ".writing";

    private readonly string _root;
    private readonly string _writing;
    private readonly Lock _placing = new();

    /// <param name="root">Created with the first file: a disk that is full or away is a failed write, not a store that cannot be opened.</param>
    public FolderArtifactStore(string root)
    {
        _root = Path.GetFullPath(root);
        _writing = Path.Combine(_root, Unfinished);
    }

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        var written = await WriteAsideAsync(content, cancellationToken);
        Place(written, path, overwrite: true);
    }

    public async Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (File.Exists(path))
        {
            return false;
        }

        var written = await WriteAsideAsync(content, cancellationToken);
        return Place(written, path, overwrite: false);
    }

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (IOException e) when (IsMissing(e))
        {
            return null;
        }
    }

    public Task<StoredContent?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var stream = new FileStream(
                PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous);
            var modified = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
            return Task.FromResult<StoredContent?>(new StoredContent(Describe(name, stream.Length, modified), stream));
        }
        catch (IOException e) when (IsMissing(e))
        {
            return Task.FromResult<StoredContent?>(null);
        }
    }

    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(Describe(name, new FileInfo(PathOf(name))));

    public async IAsyncEnumerable<StoredFile> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = folder.Length == 0 ? _root : PathOf(folder);
        if (!Directory.Exists(path))
        {
            yield break;
        }

        await Task.CompletedTask;
        var names = new List<string>();
        try
        {
            names.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(StoreName.IsValid));
        }
        catch (DirectoryNotFoundException)
        {
            // Purged while it was being listed: what was seen so far is answered.
        }

        names.Sort(string.CompareOrdinal);
        foreach (var name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Describe(name, new FileInfo(Path.Combine(_root, name))) is { } file)
            {
                yield return file;
            }
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(PathOf(name));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing there.
        }

        return Task.CompletedTask;
    }

    public Task DeleteAllAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            Directory.Delete(PathOf(folder), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing there.
        }

        return Task.CompletedTask;
    }

    private static bool IsMissing(IOException e) => e is FileNotFoundException or DirectoryNotFoundException;

    private static StoredFile? Describe(string name, FileInfo info) =>
        info.Exists ? Describe(name, info.Length, info.LastWriteTimeUtc) : null;

    private static StoredFile Describe(string name, long length, DateTime modified) =>
        new(name, length, string.Create(CultureInfo.InvariantCulture, $"{modified.Ticks:x}-{length:x}"), new DateTimeOffset(modified, TimeSpan.Zero));

    private string PathOf(string name) => Path.Combine(_root, StoreName.Check(name));

    private async Task<string> WriteAsideAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_writing);
        var path = Path.Combine(_writing, Path.GetRandomFileName());
        try
        {
            await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
            await stream.WriteAsync(content, cancellationToken);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        return path;
    }

    /// <summary>Renames a written file to its place; false where the place is taken and must not be.</summary>
    private bool Place(string written, string path, bool overwrite)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                if (overwrite)
                {
                    File.Move(written, path, overwrite: true);
                    return true;
                }

                return PlaceNew(written, path);
            }
            catch (DirectoryNotFoundException) when (attempt < 3)
            {
                // Purged between the two calls: make the folder again.
            }
            catch
            {
                File.Delete(written);
                throw;
            }
        }
    }

    /// <remarks>
    /// On Unix a move that must not overwrite looks first and renames then, so of many at once several would win. One process owns the
    /// folder (the host's lock sees to that), and here one of its requests at a time looks and renames.
    /// </remarks>
    private bool PlaceNew(string written, string path)
    {
        lock (_placing)
        {
            if (File.Exists(path))
            {
                File.Delete(written);
                return false;
            }

            File.Move(written, path, overwrite: false);
            return true;
        }
    }
}
