using MakeDevice.Functions.Storage;

namespace MakeDevice.Hub;

/// <summary>Whether a hub's file is whole: neither lost, cut, torn, swapped nor rebuilt by somebody else. Asked at the start, before anything is written to it.</summary>
internal static class StoreCheck
{
    private const string Damaged = "HUB_DAMAGED";

    /// <param name="wasThere">Whether a host has already used the folder's file.</param>
    /// <exception cref="StoreRefusedException">What there was of a file is gone, and SQLite would take it for a new one.</exception>
    public static void RefuseLost(string path, bool wasThere)
    {
        bool isEmpty = !File.Exists(path) || new FileInfo(path).Length == 0;
        if (isEmpty && new FileInfo($"{path}-wal") is { Exists: true, Length: > 0 })
        {
            throw new StoreRefusedException(Damaged, $"path={path} error=its write-ahead log is there and the file is not");
        }

        if (isEmpty && File.Exists(path) && wasThere)
        {
            throw new StoreRefusedException(Damaged, $"path={path} error=the file is empty");
        }
    }

    /// <param name="schema">The statements that made the file.</param>
    /// <exception cref="StoreRefusedException">A page or a table is not as it was written.</exception>
    public static void RefuseTorn(HubConnection file, string path, IEnumerable<string> schema)
    {
        if (file.Query("PRAGMA quick_check(1)", row => row.GetString(0)) is not ["ok"])
        {
            throw new StoreRefusedException(Damaged, $"path={path} error=the pages of the file do not fit each other");
        }

        HashSet<string> found = [.. file.Query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", row => row.GetString(0))];
        if (!found.IsSupersetOf(schema))
        {
            throw new StoreRefusedException(Damaged, $"path={path} error=a table of the file is missing or another");
        }
    }
}
