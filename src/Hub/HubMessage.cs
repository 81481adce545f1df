using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Data.Sqlite;

namespace MakeDevice.Hub;

/// <summary>A message to an orchestration, or an activity that an orchestration has scheduled, as the hub keeps it.</summary>
/// <param name="Number">Its place in the order of all messages.</param>
/// <param name="Due">When it may be seen; UTC.</param>
internal sealed record HubMessage(long Number, DateTime Due, TaskMessage Message)
{
    public const string Columns = "number, instance, execution, due, type, event, context";

    public string InstanceId => Message.OrchestrationInstance.InstanceId;

    /// <summary>The generation of the instance that it is for; null for any.</summary>
    public string? ExecutionId => Message.OrchestrationInstance.ExecutionId;

    public void Insert(HubConnection file, string table) => file.Execute(
        $"INSERT INTO {table}({Columns}) VALUES($0, $1, $2, $3, $4, $5, $6)",
        Number,
        InstanceId,
        ExecutionId,
        Due.Ticks,
        (int)Message.Event.EventType,
        HistoryJson.Write(Message.Event),
        Message.OrchestrationExecutionContext is { } context ? HistoryJson.Write(context) : null);

    public static HubMessage Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        new DateTime(row.GetInt64(3), DateTimeKind.Utc),
        new TaskMessage
        {
            SequenceNumber = row.GetInt64(0),
            OrchestrationInstance = new OrchestrationInstance { InstanceId = row.GetString(1), ExecutionId = row.IsDBNull(2) ? null : row.GetString(2) },
            Event = HistoryJson.ReadEvent((EventType)row.GetInt32(4), row.GetString(5)),
            OrchestrationExecutionContext = row.IsDBNull(6) ? null : HistoryJson.Read<OrchestrationExecutionContext>(row.GetString(6)),
        });
}
