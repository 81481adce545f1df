using System.Globalization;
using System.Threading.Channels;
using MakeDevice.Functions.Storage;
using Microsoft.Data.Sqlite;

namespace MakeDevice.Hub;

/// <summary>
/// The hub's one file, <c>hub.db</c> (SQLite, write-ahead log, every commit flushed to the disk), and its lock: a folder has one host. Changes that
/// come while one is written are written together, each whole or not at all.
/// </summary>
internal sealed class HubFile : IDisposable
{
    public const string Name = "hub.db";

    /// <summary>SQLite's <c>application_id</c>: "MDHB".</summary>
    private const long Application = 0x4D444842;

    /// <summary>Changed with <see cref="Schema"/> and with what is in its JSON.</summary>
    private const long Version = 1;

    /// <summary>Bytes that the write-ahead log keeps when all of it is in the file.</summary>
    private const long LargestIdleLog = 16 << 20;

    private const string Schema = """
        CREATE TABLE instances(id TEXT PRIMARY KEY, execution TEXT NOT NULL, born INTEGER NOT NULL, status INTEGER NOT NULL, state TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX by_age ON instances(born, id);
        CREATE TABLE history(instance TEXT NOT NULL, number INTEGER NOT NULL, type INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY(instance, number)) WITHOUT ROWID;
        CREATE TABLE messages(number INTEGER PRIMARY KEY, instance TEXT NOT NULL, execution TEXT, due INTEGER NOT NULL, type INTEGER NOT NULL, event TEXT NOT NULL, context TEXT);
        CREATE INDEX message_of ON messages(instance);
        CREATE TABLE activities(number INTEGER PRIMARY KEY, instance TEXT NOT NULL, execution TEXT, due INTEGER NOT NULL, type INTEGER NOT NULL, event TEXT NOT NULL, context TEXT);
        CREATE INDEX activity_of ON activities(instance);
        """;

    private static readonly string[] Statements = Schema.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly HubConnection _writer;
    private readonly HubConnection _reader;
    private readonly Channel<Change> _changes = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing = Task.CompletedTask;
    private readonly Lock _reading = new();
    private bool _closed;

    /// <exception cref="StoreRefusedException">The folder holds the hub of another version or a damaged one, or another host uses it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public HubFile(string folder)
    {
        _path = Path.Combine(folder, Name);
        RefuseJournals(folder);
        WritableFolder.Require(folder);
        _lock = Locked(folder);
        try
        {
            StoreCheck.RefuseLost(_path, wasThere: _lock.Length > 0);
            _writer = new HubConnection(_path);
            Prepare();
            _reader = new HubConnection(_path);
            NoteUse();
            _writing = Task.Run(WriteAsync);
        }
        catch (SqliteException failure)
        {
            Dispose();
            throw Unavailable(failure);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Does a change in a transaction; completes when it is on the disk.</summary>
    /// <param name="change">Throws, if it must, before its first statement.</param>
    /// <exception cref="IOException">The disk is full or fails; nothing was changed.</exception>
    public Task ChangeAsync(Action<HubConnection> change)
    {
        Change waiting = new(change);
        return _changes.Writer.TryWrite(waiting)
            ? waiting.Done.Task
            : Task.FromException(new IOException("The hub's file is closed: the host is stopping."));
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    public T Read<T>(Func<HubConnection, T> read)
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            try
            {
                return read(_reader);
            }
            catch (SqliteException failure)
            {
                throw Unavailable(failure);
            }
        }
    }

    /// <summary>What is being written is written; what comes later is refused.</summary>
    public void Dispose()
    {
        _changes.Writer.TryComplete();
        _writing.GetAwaiter().GetResult();
        lock (_reading)
        {
            _closed = true;
            _reader?.Dispose();
        }

        _writer?.Dispose();
        _lock.Dispose();
    }

    /// <summary>The engine before this hub left a journal an instance: its jobs are not misread as none.</summary>
    private static void RefuseJournals(string folder)
    {
        foreach (string kind in new[] { "live", "done" })
        {
            string journals = Path.Combine(folder, kind);
            if (Directory.Exists(journals) && Directory.EnumerateFiles(journals, "*.journal", SearchOption.AllDirectories).Any())
            {
                throw new StoreRefusedException("HUB_VERSION_UNSUPPORTED", $"path={journals} found=journals supported={Version}");
            }
        }
    }

    private static FileStream Locked(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException inUse) when (inUse is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new StoreRefusedException("HUB_IN_USE", $"path={folder} error={inUse.Message}", inUse);
        }
    }

    /// <summary>So that a file that is emptied is not taken for a new one. A disk that has no room for the note is no reason not to start.</summary>
    private void NoteUse()
    {
        try
        {
            _lock.SetLength(1);
        }
        catch (IOException)
        {
        }
    }

    private void Prepare()
    {
        long application = _writer.Number("PRAGMA application_id");
        long version = _writer.Number("PRAGMA user_version");
        bool isNew = application == 0 && version == 0 && _writer.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isNew && (application != Application || version != Version))
        {
            string found = application == Application ? version.ToString(CultureInfo.InvariantCulture) : "another program's database";
            throw new StoreRefusedException("HUB_VERSION_UNSUPPORTED", $"path={_path} found={found} supported={Version}");
        }

        if (!isNew)
        {
            StoreCheck.RefuseTorn(_writer, _path, Statements);
        }

        _writer.Execute("PRAGMA auto_vacuum = INCREMENTAL"); // of a new file; an older one only uses its free pages again
        _writer.Query("PRAGMA journal_mode = WAL", row => row.GetString(0));
        _writer.Execute("PRAGMA synchronous = FULL");
        _writer.Query($"PRAGMA journal_size_limit = {LargestIdleLog}", row => row.GetInt64(0));
        if (isNew)
        {
            Create();
        }
    }

    private void Create()
    {
        _writer.Execute("BEGIN IMMEDIATE");
        foreach (string statement in Statements)
        {
            _writer.Execute(statement);
        }

        _writer.Execute($"PRAGMA application_id = {Application}");
        _writer.Execute($"PRAGMA user_version = {Version}");
        _writer.Execute("COMMIT");
    }

    /// <summary>The only user of the writer's connection; writes together what came while the disk was busy.</summary>
    private async Task WriteAsync()
    {
        while (await _changes.Reader.WaitToReadAsync())
        {
            List<Change> changes = [];
            while (_changes.Reader.TryRead(out Change? change))
            {
                changes.Add(change);
            }

            if (!TryWrite(changes) && changes.Count > 1)
            {
                changes.ForEach(change => TryWrite([change])); // one that finds no room must not take the others along
            }
        }
    }

    /// <returns>False where several were rolled back together and none was told.</returns>
    private bool TryWrite(List<Change> changes)
    {
        try
        {
            _writer.Execute("BEGIN IMMEDIATE");
            changes.ForEach(change => change.Run(_writer));
            _writer.Execute("COMMIT");
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            RollBack();
            if (changes is [var only])
            {
                only.Fail(failure is SqliteException refused ? Unavailable(refused) : failure);
            }

            return false;
        }

        changes.ForEach(change => change.Tell());
        return true;
    }

    private void RollBack()
    {
        try
        {
            _writer.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // It had rolled back by itself, or had not begun.
        }
    }

    private IOException Unavailable(SqliteException failure) => failure.SqliteErrorCode is 11 or 26 // SQLITE_CORRUPT, SQLITE_NOTADB
        ? new StoreRefusedException("HUB_DAMAGED", $"path={_path} error={failure.Message}", failure)
        : new IOException($"The hub's file cannot be used: {failure.Message}", failure);

    /// <summary>A change and who waits for it. What it refuses by itself is told when the others are on the disk.</summary>
    private sealed class Change(Action<HubConnection> change)
    {
        private Exception? _refusal;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run(HubConnection connection)
        {
            _refusal = null;
            try
            {
                change(connection);
            }
            catch (Exception refusal) when (refusal is not SqliteException)
            {
                _refusal = refusal;
            }
        }

        public void Tell()
        {
            if (_refusal is null)
            {
                Done.SetResult();
            }
            else
            {
                Done.SetException(_refusal);
            }
        }

        public void Fail(Exception failure) => Done.SetException(failure);
    }
}
