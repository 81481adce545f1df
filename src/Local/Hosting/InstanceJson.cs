using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DurableTask.Core;
using DurableTask.Core.History;

namespace MakeDevice.Local.Hosting;

/// <summary>Instances as the durable extension's HTTP API shows them (StatusResponsePayload in azure-functions-durable-extension).</summary>
/// <param name="withInput">Whether inputs are shown.</param>
/// <param name="withOutputs">Whether a history shows what activities returned.</param>
internal sealed class InstanceJson(bool withInput, bool withOutputs = false)
{
    /// <param name="history">Null where it was not asked for.</param>
    public JsonObject Of(OrchestrationState state, IReadOnlyList<HistoryEvent>? history = null)
    {
        JsonObject shown = new()
        {
            ["name"] = state.Name,
            ["instanceId"] = state.OrchestrationInstance.InstanceId,
            ["runtimeStatus"] = state.OrchestrationStatus.ToString(),
            ["input"] = withInput ? Payload(state.Input) : null,
            ["customStatus"] = Payload(state.Status),
            ["output"] = Payload(state.FailureDetails?.ErrorMessage ?? state.Output),
            ["createdTime"] = Seconds(state.CreatedTime),
            ["lastUpdatedTime"] = Seconds(state.LastUpdatedTime),
        };
        if (history is not null)
        {
            shown["historyEvents"] = History(history);
        }

        return shown;
    }

    /// <summary>A payload as the JSON that it is; what is no JSON (a failure's message, a reason) as a string.</summary>
    private static JsonNode? Payload(string? payload)
    {
        try
        {
            return payload is null ? null : JsonNode.Parse(payload);
        }
        catch (JsonException)
        {
            return payload;
        }
    }

    private JsonArray History(IReadOnlyList<HistoryEvent> history)
    {
        Dictionary<int, HistoryEvent> decisions = history
            .Where(item => item is TaskScheduledEvent or TimerCreatedEvent or SubOrchestrationInstanceCreatedEvent)
            .ToDictionary(item => item.EventId);
        return [.. history.Where(IsShown).Select(item => Event(item, AnswerTo(item) is { } id ? decisions.GetValueOrDefault(id) : null))];
    }

    /// <param name="decision">What the event is the answer to; null where it is none.</param>
    private JsonObject Event(HistoryEvent item, HistoryEvent? decision)
    {
        EventType type = item is ExecutionCompletedEvent ? EventType.ExecutionCompleted : item.EventType;
        JsonObject shown = new() { ["EventType"] = type.ToString() };
        Describe(shown, item);
        if (decision is not null)
        {
            shown["ScheduledTime"] = decision.Timestamp;
            DescribeDecision(shown, decision);
        }

        shown["Timestamp"] = item.Timestamp;
        return shown;
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

    private static void DescribeDecision(JsonObject shown, HistoryEvent decision)
    {
        switch (decision)
        {
            case TaskScheduledEvent task:
                shown["FunctionName"] = task.Name;
                break;
            case SubOrchestrationInstanceCreatedEvent child:
                shown["FunctionName"] = child.Name;
                shown["InstanceId"] = child.InstanceId;
                break;
            case TimerCreatedEvent timer:
                shown["FireAt"] = timer.FireAt;
                break;
        }
    }

    private void Describe(JsonObject shown, HistoryEvent item)
    {
        switch (item)
        {
            case ExecutionStartedEvent started:
                shown["FunctionName"] = started.Name;
                ShowIf(withInput, shown, "Input", started.Input);
                break;
            case ExecutionCompletedEvent end:
                shown["OrchestrationStatus"] = end.OrchestrationStatus.ToString();
                shown["Result"] = withOutputs ? Payload(end.Result) : null;
                break;
            case EventRaisedEvent raised:
                shown["Name"] = raised.Name;
                ShowIf(withInput, shown, "Input", raised.Input);
                break;
            case TaskCompletedEvent completed:
                ShowIf(withOutputs, shown, "Result", completed.Result);
                break;
            case SubOrchestrationInstanceCompletedEvent completed:
                ShowIf(withOutputs, shown, "Result", completed.Result);
                break;
            case TaskFailedEvent failed:
                shown["Reason"] = failed.FailureDetails?.ErrorMessage ?? failed.Reason;
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                shown["Reason"] = failed.FailureDetails?.ErrorMessage ?? failed.Reason;
                break;
        }
    }

    private static void ShowIf(bool isWanted, JsonObject shown, string name, string? payload)
    {
        if (isWanted)
        {
            shown[name] = Payload(payload);
        }
    }

    private static string Seconds(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
