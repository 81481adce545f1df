using DurableTask.Core.History;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MakeDevice.Hub;

/// <summary>
/// DurableTask.Core's records as JSON. An event's type is told by its <see cref="EventType"/> from a closed list, never by a type name: what lies in
/// a store cannot choose a class.
/// </summary>
internal static class HistoryJson
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        TypeNameHandling = TypeNameHandling.None,
        NullValueHandling = NullValueHandling.Ignore,
        DateParseHandling = DateParseHandling.None,
        ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
        MaxDepth = 64,
    };

    public static string Write(object value) => JsonConvert.SerializeObject(value, Settings);

    /// <exception cref="InvalidDataException">The text is not the JSON of a <typeparamref name="T"/>.</exception>
    public static T Read<T>(string json)
        where T : class => (T)Read(json, typeof(T));

    /// <exception cref="InvalidDataException">The type is none that a history has, or the text is not its JSON.</exception>
    public static HistoryEvent ReadEvent(EventType type, string json) => (HistoryEvent)Read(json, ClassOf(type));

    /// <summary>A history as <c>GetOrchestrationHistoryAsync</c> of every orchestration service gives it.</summary>
    /// <exception cref="InvalidDataException">The text is no history.</exception>
    public static List<HistoryEvent> ReadHistory(string json)
    {
        try
        {
            using JsonTextReader reader = new(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
            return [.. JArray.Load(reader).Select(item => ReadEvent(Required(item).ToObject<EventType>(), item.ToString(Formatting.None)))];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"A history cannot be read: {malformed.Message}", malformed);
        }
    }

    private static JToken Required(JToken item) => (item as JObject)?[nameof(HistoryEvent.EventType)] ?? throw new ArgumentException("an event has no type");

    private static object Read(string json, Type type)
    {
        try
        {
            return JsonConvert.DeserializeObject(json, type, Settings) ?? throw new InvalidDataException($"A stored {type.Name} is empty.");
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or ArgumentException or InvalidCastException or OverflowException)
        {
            throw new InvalidDataException($"A stored {type.Name} cannot be read.", malformed);
        }
    }

    private static Type ClassOf(EventType type) => type switch
    {
        EventType.ExecutionStarted => typeof(ExecutionStartedEvent),
        EventType.ExecutionCompleted or EventType.ExecutionFailed => typeof(ExecutionCompletedEvent),
        EventType.ExecutionTerminated => typeof(ExecutionTerminatedEvent),
        EventType.ExecutionSuspended => typeof(ExecutionSuspendedEvent),
        EventType.ExecutionResumed => typeof(ExecutionResumedEvent),
        EventType.TaskScheduled => typeof(TaskScheduledEvent),
        EventType.TaskCompleted => typeof(TaskCompletedEvent),
        EventType.TaskFailed => typeof(TaskFailedEvent),
        EventType.SubOrchestrationInstanceCreated => typeof(SubOrchestrationInstanceCreatedEvent),
        EventType.SubOrchestrationInstanceCompleted => typeof(SubOrchestrationInstanceCompletedEvent),
        EventType.SubOrchestrationInstanceFailed => typeof(SubOrchestrationInstanceFailedEvent),
        EventType.TimerCreated => typeof(TimerCreatedEvent),
        EventType.TimerFired => typeof(TimerFiredEvent),
        EventType.OrchestratorStarted => typeof(OrchestratorStartedEvent),
        EventType.OrchestratorCompleted => typeof(OrchestratorCompletedEvent),
        EventType.EventSent => typeof(EventSentEvent),
        EventType.EventRaised => typeof(EventRaisedEvent),
        EventType.ContinueAsNew => typeof(ContinueAsNewEvent),
        EventType.GenericEvent => typeof(GenericEvent),
        _ => throw new InvalidDataException($"A history holds no event of type {type}."),
    };
}
