using System.Security.Cryptography;
using System.Text;

namespace MakeDevice.Local.Durable;

/// <summary>
/// Where journals lie: <c>live/</c> holds the instances that still run, <c>done/xx/</c> the ended ones, so that a start reads only
/// what must go on. A file's name is the SHA-256 of the instance's id: any id is safe, and none can name a path.
/// </summary>
internal sealed class JournalStore : IDisposable
{
    private readonly string _live;
    private readonly string _done;
    private readonly FileStream _lock;

    /// <exception cref="IOException">The folder cannot be written, or another host uses it.</exception>
    public JournalStore(string folder)
    {
        _live = Directory.CreateDirectory(Path.Combine(folder, "live")).FullName;
        _done = Directory.CreateDirectory(Path.Combine(folder, "done")).FullName;
        _lock = Lock(Path.Combine(folder, "host.lock"));
    }

    public Journal Create(ExecutionStarted started) => Journal.Create(LivePath(started.InstanceId), [started]);

    /// <summary>Starts the file of an instance over, for an orchestrator that continues as new.</summary>
    public Journal Restart(string instanceId, IReadOnlyList<HistoryEvent> events) => Journal.Create(LivePath(instanceId), events);

    /// <summary>Every journal of an instance that had not ended. One that had, but was not filed, is filed now.</summary>
    public IEnumerable<(Journal Journal, List<HistoryEvent> Events)> ReadLive()
    {
        foreach (string path in Directory.GetFiles(_live))
        {
            if (!path.EndsWith(".journal", StringComparison.Ordinal))
            {
                File.Delete(path); // a journal that was being made when the host died
                continue;
            }

            (Journal journal, List<HistoryEvent> events) = Journal.Read(path);
            switch (events)
            {
                case [ExecutionStarted started, .., ExecutionEnded]:
                    MoveToDone(started.InstanceId);
                    break;
                case [ExecutionStarted, ..]:
                    yield return (journal, events);
                    break;
                default:
                    File.Delete(path);
                    break;
            }
        }
    }

    /// <summary>The history of an instance, running or ended; empty if there is none.</summary>
    public IReadOnlyList<HistoryEvent> ReadHistory(string instanceId) =>
        ReadOrEmpty(LivePath(instanceId)) is { Count: > 0 } live ? live : ReadOrEmpty(DonePath(instanceId));

    /// <summary>The history of an ended instance; empty if there is none.</summary>
    public IReadOnlyList<HistoryEvent> ReadDone(string instanceId) => ReadOrEmpty(DonePath(instanceId));

    /// <summary>Histories of all ended instances, in the order of their file names.</summary>
    public IEnumerable<IReadOnlyList<HistoryEvent>> ReadAllDone() =>
        Directory.EnumerateFiles(_done, "*.journal", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(ReadOrEmpty);

    /// <summary>Files an ended instance's journal away.</summary>
    public void MoveToDone(string instanceId)
    {
        string done = DonePath(instanceId);
        Directory.CreateDirectory(Path.GetDirectoryName(done)!);
        File.Move(LivePath(instanceId), done, overwrite: true);
    }

    /// <summary>Deletes an ended instance.</summary>
    public bool Delete(string instanceId)
    {
        string done = DonePath(instanceId);
        if (!File.Exists(done))
        {
            return false;
        }

        File.Delete(done);
        return true;
    }

    public void Dispose() => _lock.Dispose();

    private static IReadOnlyList<HistoryEvent> ReadOrEmpty(string path)
    {
        try
        {
            return Journal.Read(path).Events;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException inUse)
        {
            throw new IOException($"STORAGE_IN_USE path={path} error=another host runs on this folder", inUse);
        }
    }

    private static string FileName(string instanceId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(instanceId))) + ".journal";

    private string LivePath(string instanceId) => Path.Combine(_live, FileName(instanceId));

    private string DonePath(string instanceId)
    {
        string name = FileName(instanceId);
        return Path.Combine(_done, name[..2], name);
    }
}
