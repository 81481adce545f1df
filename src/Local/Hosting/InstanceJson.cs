using System.Globalization;
using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.History;
using MakeDevice.Local.Hub;

namespace MakeDevice.Local.Hosting;

/// <summary>Instances as the durable extension's HTTP API shows them (StatusResponsePayload in azure-functions-durable-extension).</summary>
internal static class InstanceJson
{
    /// <param name="history">Null where it was not asked for.</param>
    /// <param name="withOutputs">Whether the history shows what activities returned.</param>
    public static void Write(Utf8JsonWriter json, OrchestrationState state, bool withInput, IReadOnlyList<HistoryEvent>? history = null, bool withOutputs = false)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, state.Name);
        json.WriteString("instanceId"u8, state.OrchestrationInstance.InstanceId);
        json.WriteString("runtimeStatus"u8, state.OrchestrationStatus.ToString());
        WritePayload(json, "input", withInput ? state.Input : null);
        WritePayload(json, "customStatus", state.Status);
        WritePayload(json, "output", state.FailureDetails?.ErrorMessage ?? state.Output);
        json.WriteString("createdTime"u8, Seconds(state.CreatedTime));
        json.WriteString("lastUpdatedTime"u8, Seconds(state.LastUpdatedTime));
        if (history is not null)
        {
            WriteHistory(json, history, withInput, withOutputs);
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

    private static void WriteHistory(Utf8JsonWriter json, IReadOnlyList<HistoryEvent> history, bool withInput, bool withOutputs)
    {
        Dictionary<int, HistoryEvent> decisions = history
            .Where(item => item is TaskScheduledEvent or TimerCreatedEvent or SubOrchestrationInstanceCreatedEvent)
            .ToDictionary(item => item.EventId);
        json.WriteStartArray("historyEvents"u8);
        foreach (HistoryEvent item in history.Where(IsShown))
        {
            json.WriteStartObject();
            json.WriteString("EventType"u8, item is ExecutionCompletedEvent ? nameof(EventType.ExecutionCompleted) : item.EventType.ToString());
            WriteDetails(json, item, withInput, withOutputs);
            if (AnswerTo(item) is { } id && decisions.TryGetValue(id, out HistoryEvent? decision))
            {
                json.WriteString("ScheduledTime"u8, decision.Timestamp);
                WriteDecision(json, decision);
            }

            json.WriteString("Timestamp"u8, item.Timestamp);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What an orchestrator decided is shown with its answer; the beginnings and ends of its steps are not.</summary>
    private static bool IsShown(HistoryEvent item) => item is not
        (OrchestratorStartedEvent or OrchestratorCompletedEvent or TaskScheduledEvent or TimerCreatedEvent or SubOrchestrationInstanceCreatedEvent);

    private static int? AnswerTo(HistoryEvent item) => item switch
    {
        TaskCompletedEvent completed => completed.TaskScheduledId,
        TaskFailedEvent failed => failed.TaskScheduledId,
        SubOrchestrationInstanceCompletedEvent completed => completed.TaskScheduledId,
        SubOrchestrationInstanceFailedEvent failed => failed.TaskScheduledId,
        TimerFiredEvent fired => fired.TimerId,
        _ => null,
    };

    private static void WriteDecision(Utf8JsonWriter json, HistoryEvent decision)
    {
        switch (decision)
        {
            case TaskScheduledEvent task:
                json.WriteString("FunctionName"u8, task.Name);
                break;
            case SubOrchestrationInstanceCreatedEvent child:
                json.WriteString("FunctionName"u8, child.Name);
                json.WriteString("InstanceId"u8, child.InstanceId);
                break;
            case TimerCreatedEvent timer:
                json.WriteString("FireAt"u8, timer.FireAt);
                break;
        }
    }

    private static void WriteDetails(Utf8JsonWriter json, HistoryEvent item, bool withInput, bool withOutputs)
    {
        switch (item)
        {
            case ExecutionStartedEvent started:
                json.WriteString("FunctionName"u8, started.Name);
                WriteWhere(json, withInput, "Input", started.Input);
                break;
            case ExecutionCompletedEvent end:
                json.WriteString("OrchestrationStatus"u8, end.OrchestrationStatus.ToString());
                WritePayload(json, "Result", withOutputs ? end.Result : null);
                break;
            case EventRaisedEvent raised:
                json.WriteString("Name"u8, raised.Name);
                WriteWhere(json, withInput, "Input", raised.Input);
                break;
            case TaskCompletedEvent completed:
                WriteWhere(json, withOutputs, "Result", completed.Result);
                break;
            case SubOrchestrationInstanceCompletedEvent completed:
                WriteWhere(json, withOutputs, "Result", completed.Result);
                break;
            case TaskFailedEvent failed:
                json.WriteString("Reason"u8, failed.FailureDetails?.ErrorMessage ?? failed.Reason);
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                json.WriteString("Reason"u8, failed.FailureDetails?.ErrorMessage ?? failed.Reason);
                break;
        }
    }

    private static void WriteWhere(Utf8JsonWriter json, bool wanted, string name, string? payload)
    {
        if (wanted)
        {
            WritePayload(json, name, payload);
        }
    }

    private static string Seconds(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
