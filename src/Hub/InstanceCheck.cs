using DurableTask.Core;
using DurableTask.Core.History;

namespace MakeDevice.Hub;

/// <summary>
/// Whether what the file has of an unfinished instance is all that it needs to go on: each of its records can be read and says the same as the others, and what its history
/// waits for is on its way. One that lacks something would wait for ever.
/// </summary>
internal static class InstanceCheck
{
    /// <param name="messages">All that is for the instance.</param>
    /// <param name="activities">All that it has scheduled and that has not run.</param>
    /// <exception cref="InvalidDataException">Something is missing, or contradicts.</exception>
    public static void Check(OrchestrationState summary, LiveInstance instance, IReadOnlyList<HubMessage> messages, IReadOnlyList<HubMessage> activities)
    {
        List<HistoryEvent> expected = [.. messages.Where(message => message.ExecutionId is null || message.ExecutionId == instance.ExecutionId).Select(message => message.Message.Event)];
        DamageTo.Unless(summary.OrchestrationInstance.ExecutionId == instance.ExecutionId, "summary and instance are of two executions");
        ExecutionStartedEvent? start = Start(instance.History) ?? expected.OfType<ExecutionStartedEvent>().FirstOrDefault();
        DamageTo.Unless(start is not null, "nothing starts it");
        DamageTo.Unless(start!.Name == summary.Name && start.Version == summary.Version && start.Input == summary.Input, "start and summary differ");
        DamageTo.Unless(!instance.History.Any(item => item is ExecutionCompletedEvent), "it has ended, and its status has not");
        DamageTo.Unless(Awaited(instance.History).IsSubsetOf(Coming(expected, activities)), "what it waits for is not on its way");
    }

    /// <summary>Null for a history that has not begun.</summary>
    private static ExecutionStartedEvent? Start(IList<HistoryEvent> history) =>
        history.Count == 0 ? null : DamageTo.Read(() => new OrchestrationRuntimeState(history)).ExecutionStartedEvent ?? throw new InvalidDataException("the history has no start");

    /// <summary>Numbers of the tasks and timers that the history has scheduled and not seen the end of.</summary>
    private static HashSet<int> Awaited(IList<HistoryEvent> history)
    {
        HashSet<int> scheduled = [.. history.Where(item => item is TaskScheduledEvent or TimerCreatedEvent).Select(item => item.EventId)];
        scheduled.ExceptWith(history.Select(EndOf).OfType<int>());
        return scheduled;
    }

    private static HashSet<int> Coming(IEnumerable<HistoryEvent> messages, IEnumerable<HubMessage> activities) =>
        [.. messages.Select(EndOf).OfType<int>(), .. activities.Select(activity => activity.Message.Event.EventId)];

    private static int? EndOf(HistoryEvent item) => item switch
    {
        TaskCompletedEvent done => done.TaskScheduledId,
        TaskFailedEvent failed => failed.TaskScheduledId,
        TimerFiredEvent fired => fired.TimerId,
        _ => null,
    };
}
