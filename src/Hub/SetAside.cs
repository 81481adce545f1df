using DurableTask.Core;

namespace MakeDevice.Hub;

/// <summary>
/// Damaged records, out of the way and kept: an instance of which one cannot be read ends as failed, and what the file had of it goes as it was into a table of its own, where nobody
/// reads it but a person.
/// </summary>
internal static class SetAside
{
    private const string Table = "CREATE TABLE IF NOT EXISTS set_aside(number INTEGER PRIMARY KEY, instance TEXT NOT NULL, at INTEGER NOT NULL, error TEXT NOT NULL, record TEXT NOT NULL)";

    private static readonly (string Table, string Id, string[] Columns)[] Records =
    [
        ("instances", "id", ["id", "execution", "born", "status", "state"]),
        ("history", "instance", ["instance", "number", "type", "event"]),
        ("messages", "instance", ["number", "instance", "execution", "due", "type", "event", "context"]),
        ("activities", "instance", ["number", "instance", "execution", "due", "type", "event", "context"]),
    ];

    public static void Instance(HubConnection file, string id, string error)
    {
        file.Execute(Table);
        foreach ((string table, string idColumn, string[] columns) in Records)
        {
            string record = string.Join(" || ',' || ", columns.Select(column => $"quote({column})"));
            file.Execute(
                $"INSERT INTO set_aside(instance, at, error, record) SELECT $0, $1, $2, '{table} ' || {record} FROM {table} WHERE {idColumn} = $0", id, DateTime.UtcNow.Ticks, error);
            file.Execute($"DELETE FROM {table} WHERE {idColumn} = $0", id);
        }

        OrchestrationState state = StoredState.Damaged(id, error);
        file.Execute(
            "INSERT INTO instances(id, execution, born, status, state) VALUES($0, '', $1, $2, $3)",
            id, state.CreatedTime.Ticks, (int)state.OrchestrationStatus, HistoryJson.Write(state));
    }
}
