using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Data.Sqlite;

namespace MakeDevice.Hub;

/// <summary>What a former host has left unfinished, read record by record.</summary>
/// <param name="Instances">Those that go on.</param>
/// <param name="Messages">Of these, and of nobody: an instance that has ended, or one that is to be started by another.</param>
/// <param name="Damaged">Why an instance cannot go on, by its id.</param>
internal sealed record UnfinishedWork(
    IReadOnlyDictionary<string, LiveInstance> Instances,
    IReadOnlyList<HubMessage> Messages,
    IReadOnlyList<HubMessage> Activities,
    IReadOnlyDictionary<string, string> Damaged)
{
    /// <remarks>A live instance's status is anything but an end: a damaged one is unfinished until somebody has looked at it.</remarks>
    public static UnfinishedWork Read(HubConnection file)
    {
        Dictionary<string, string> damaged = new(StringComparer.Ordinal);
        List<HubMessage> messages = Waiting(file, "messages", damaged);
        List<HubMessage> activities = Waiting(file, "activities", damaged);
        ILookup<string, HubMessage> messagesOf = messages.ToLookup(message => message.InstanceId, StringComparer.Ordinal);
        ILookup<string, HubMessage> activitiesOf = activities.ToLookup(activity => activity.InstanceId, StringComparer.Ordinal);
        Dictionary<string, LiveInstance> instances = new(StringComparer.Ordinal);
        foreach ((string id, Func<(OrchestrationState Summary, LiveInstance Instance)> read) in Unfinished(file))
        {
            try
            {
                (OrchestrationState summary, LiveInstance instance) = read();
                InstanceCheck.Check(summary, instance, [.. messagesOf[id]], [.. activitiesOf[id]]);
                ExecutionStartedEvent? start = instance.History.OfType<ExecutionStartedEvent>().FirstOrDefault() ?? messagesOf[id].Select(message => message.Message.Event).OfType<ExecutionStartedEvent>().FirstOrDefault();
                instances[id] = instance with { Client = LiveInstances.ClientOf(start) };
            }
            catch (InvalidDataException damage)
            {
                damaged.TryAdd(id, damage.Message);
            }
        }

        foreach (string orphan in file.Query("SELECT DISTINCT instance FROM history WHERE instance NOT IN (SELECT id FROM instances)", row => row.GetString(0)))
        {
            damaged.TryAdd(orphan, "its history is there, and the instance is not");
        }

        foreach (string id in damaged.Keys)
        {
            instances.Remove(id);
        }

        return new UnfinishedWork(instances, Whole(messages), Whole(activities), damaged);

        List<HubMessage> Whole(List<HubMessage> all) => [.. all.Where(message => !damaged.ContainsKey(message.InstanceId))];
    }

    /// <summary>A history's events, in order.</summary>
    /// <exception cref="InvalidDataException">One is missing or cannot be read.</exception>
    public static List<HistoryEvent> History(HubConnection file, string id)
    {
        int next = 0;
        return file.Query(
            "SELECT number, type, event FROM history WHERE instance = $0 ORDER BY number",
            row => DamageTo.Read(() =>
            {
                DamageTo.Unless(row.GetInt64(0) == next++, "an event of the history is missing");
                return HistoryJson.ReadEvent((EventType)row.GetInt32(1), row.GetString(2));
            }),
            id);
    }

    private static List<(string Id, Func<(OrchestrationState Summary, LiveInstance Instance)> Read)> Unfinished(HubConnection file) =>
    [
        .. file.Query($"SELECT id FROM instances WHERE status NOT IN {StoredState.Ended}", row => row.GetString(0))
            .Select(id => (id, (Func<(OrchestrationState, LiveInstance)>)(() => Instance(file, id)))),
    ];

    private static (OrchestrationState Summary, LiveInstance Instance) Instance(HubConnection file, string id) => file.Query(
        $"SELECT {StoredState.Columns} FROM instances WHERE id = $0",
        row => DamageTo.Read(() => (
            StoredState.ReadWhole(row),
            new LiveInstance(new DateTime(row.GetInt64(2), DateTimeKind.Utc), row.GetString(1), History(file, id)))),
        id)[0];

    /// <summary>The readable ones; of another, its instance is damaged.</summary>
    private static List<HubMessage> Waiting(HubConnection file, string table, Dictionary<string, string> damaged)
    {
        return [.. file.Query($"SELECT {HubMessage.Columns} FROM {table} ORDER BY number", Read).OfType<HubMessage>()];

        HubMessage? Read(SqliteDataReader row)
        {
            try
            {
                return DamageTo.Read(() => HubMessage.Read(row));
            }
            catch (InvalidDataException damage)
            {
                damaged.TryAdd(row.GetString(1), damage.Message);
                return null;
            }
        }
    }
}
