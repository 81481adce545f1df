using System.Globalization;
using System.Text.Json;
using MakeDevice.Local.Durable;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Local.Hosting;

/// <summary>Instances as the durable extension's HTTP API shows them (StatusResponsePayload in azure-functions-durable-extension).</summary>
internal static class InstanceJson
{
    /// <param name="history">Null where it was not asked for.</param>
    /// <param name="withOutputs">Whether the history shows what activities returned.</param>
    public static void Write(Utf8JsonWriter json, InstanceState state, bool withInput, IReadOnlyList<HistoryEvent>? history = null, bool withOutputs = false)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, state.Started.Name);
        json.WriteString("instanceId"u8, state.InstanceId);
        json.WriteString("runtimeStatus"u8, Name(state.Status));
        WritePayload(json, "input", withInput ? state.Started.Input : null);
        WritePayload(json, "customStatus", state.CustomStatus);
        WritePayload(json, "output", state.Output);
        json.WriteString("createdTime"u8, Seconds(state.Started.CreatedAt));
        json.WriteString("lastUpdatedTime"u8, Seconds(state.LastUpdatedAt));
        if (history is not null)
        {
            WriteHistory(json, state, history, withInput, withOutputs);
        }

        json.WriteEndObject();
    }

    /// <summary>A payload as the JSON that it is; what is no JSON (a failure's message, a reason) as a string.</summary>
    private static void WritePayload(Utf8JsonWriter json, string name, string? payload)
    {
        json.WritePropertyName(name);
        if (payload is null)
        {
            json.WriteNullValue();
        }
        else if (IsJson(payload))
        {
            json.WriteRawValue(payload, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(payload);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void WriteHistory(Utf8JsonWriter json, InstanceState state, IReadOnlyList<HistoryEvent> history, bool withInput, bool withOutputs)
    {
        json.WriteStartArray("historyEvents"u8);
        DateTime now = state.Started.CreatedAt;
        Dictionary<int, (Decision Decision, DateTime At)> decisions = [];
        foreach (HistoryEvent next in history)
        {
            switch (next)
            {
                case TurnStarted turn:
                    now = turn.At;
                    continue;
                case Decision decision:
                    decisions[decision.Id] = (decision, now);
                    continue;
                case TurnEnded or CustomStatusSet:
                    continue;
            }

            json.WriteStartObject();
            json.WriteString("EventType"u8, EventType(next));
            WriteDetails(json, next, decisions, withInput, withOutputs);
            json.WriteString("Timestamp"u8, next is ExecutionEnded end ? end.At : now);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDetails(
        Utf8JsonWriter json, HistoryEvent item, Dictionary<int, (Decision Decision, DateTime At)> decisions, bool withInput, bool withOutputs)
    {
        switch (item)
        {
            case ExecutionStarted started:
                json.WriteString("FunctionName"u8, started.Name);
                if (withInput)
                {
                    WritePayload(json, "Input", started.Input);
                }

                break;
            case ExecutionEnded end:
                json.WriteString("OrchestrationStatus"u8, Name(end.Status));
                WritePayload(json, "Result", withOutputs ? end.Output : null);
                break;
            case EventRaised raised:
                json.WriteString("Name"u8, raised.Name);
                if (withInput)
                {
                    WritePayload(json, "Input", raised.Input);
                }

                break;
            case Answer answer when decisions.TryGetValue(answer.Id, out (Decision Decision, DateTime At) asked):
                json.WriteString("ScheduledTime"u8, asked.At);
                WriteAnswer(json, answer, asked.Decision, withOutputs);
                break;
        }
    }

    private static void WriteAnswer(Utf8JsonWriter json, Answer answer, Decision decision, bool withOutputs)
    {
        switch (decision)
        {
            case TaskScheduled task:
                json.WriteString("FunctionName"u8, task.Name);
                break;
            case ChildCreated child:
                json.WriteString("FunctionName"u8, child.Name);
                json.WriteString("InstanceId"u8, child.InstanceId);
                break;
            case TimerCreated timer:
                json.WriteString("FireAt"u8, timer.FireAt);
                break;
        }

        switch (answer)
        {
            case TaskCompleted completed when withOutputs:
                WritePayload(json, "Result", completed.Result);
                break;
            case ChildCompleted completed when withOutputs:
                WritePayload(json, "Result", completed.Result);
                break;
            case TaskFailed failed:
                json.WriteString("Reason"u8, failed.Failure.ErrorMessage);
                break;
            case ChildFailed failed:
                json.WriteString("Reason"u8, failed.Failure.ErrorMessage);
                break;
        }
    }

    private static string EventType(HistoryEvent item) => item switch
    {
        ExecutionEnded { Status: OrchestrationRuntimeStatus.Terminated } => "ExecutionTerminated",
        ExecutionEnded => "ExecutionCompleted",
        ChildCompleted => "SubOrchestrationInstanceCompleted",
        ChildFailed => "SubOrchestrationInstanceFailed",
        _ => item.GetType().Name,
    };

    private static string Seconds(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Name(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Running => "Running",
        OrchestrationRuntimeStatus.Completed => "Completed",
        OrchestrationRuntimeStatus.Failed => "Failed",
        OrchestrationRuntimeStatus.Terminated => "Terminated",
        OrchestrationRuntimeStatus.Pending => "Pending",
        OrchestrationRuntimeStatus.Suspended => "Suspended",
        _ => status.ToString(),
    };
}
