using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Hub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging.Abstractions;

namespace MakeDevice.Functions.Tests.Orchestration;

/// <summary>
/// Jobs go on over a deployment: a history that a build of that version left in its hub leads DurableTask.Core and today's orchestrator to the same
/// actions, wherever it is taken over. A change of the course fails here: it needs a new <see cref="JobVersion"/> and a recording of its own.
/// </summary>
public sealed class HistoryReplayTests
{
    private static readonly Dictionary<string, Func<TaskOrchestrationContext, Task<JobResult>>> Courses = new(StringComparer.Ordinal)
    {
        [RouteBoardOrchestration.Name] = RouteBoardOrchestration.RunAsync,
        [MakePanelOrchestration.Name] = MakePanelOrchestration.RunAsync,
    };

    [Theory]
    [InlineData("RouteBoard-1.0", 5)]
    [InlineData("RouteBoard-1.1", 2)]
    [InlineData("RouteBoard-1.1-shared-out", 5)]
    [InlineData("MakePanel-1.0", 5)]
    public void A_recorded_job_goes_on_the_same_from_each_of_its_episodes(string recording, int episodes)
    {
        var history = Read(recording);
        Assert.True(JobVersion.IsKnown(history.OfType<ExecutionStartedEvent>().Single().Version));
        var begins = history.Select((e, i) => (e, i)).Where(item => item.e is OrchestratorStartedEvent).Select(item => item.i).ToList();
        Assert.True(begins.Count >= episodes);
        foreach (var (begin, episode) in begins.Select((begin, episode) => (begin, episode)))
        {
            var end = episode + 1 < begins.Count ? begins[episode + 1] : history.Count;
            var events = Read(recording); // what is played is marked in the events
            var actions = Run(events[..begin], [.. events[begin..end].Where(IsArrival)]);
            Assert.Equal(events[begin..end].Select(Recorded).OfType<string>(), actions.Select(Made));
        }
    }

    [Fact]
    public void Another_course_is_noticed()
    {
        var history = Read("RouteBoard-1.0");
        var prepare = history.OfType<TaskScheduledEvent>().First();
        prepare.Name = "PrepareOtherwise";
        var last = history.FindLastIndex(e => e is OrchestratorStartedEvent);
        var actions = Run(history[..last], [.. history[last..].Where(IsArrival)]);
        Assert.Equal(OrchestrationStatus.Failed, actions.OfType<OrchestrationCompleteOrchestratorAction>().Single().OrchestrationStatus);
    }

    private static List<HistoryEvent> Read(string recording) => HistoryJson.ReadHistory(File.ReadAllText(
        Path.Combine(RepositoryFolders.Root, "tests", "Functions.Tests", "Orchestration", "Histories", $"{recording}.json")));

    private static List<OrchestratorAction> Run(List<HistoryEvent> past, List<HistoryEvent> arrived)
    {
        var state = new OrchestrationRuntimeState(past);
        arrived.ForEach(state.AddEvent);
        var shims = new DurableTaskShimFactory(new DurableTaskWorkerOptions(), NullLoggerFactory.Instance);
        var name = past.Concat(arrived).OfType<ExecutionStartedEvent>().Single().Name;
        var orchestration = shims.CreateOrchestration(name, new Orchestrator(Courses[name]));
        var executor = new TaskOrchestrationExecutor(state, orchestration, BehaviorOnContinueAsNew.Carryover, ErrorPropagationMode.UseFailureDetails);
        return [.. executor.Execute().Actions];
    }

    /// <summary>True for what comes to an orchestrator from outside.</summary>
    private static bool IsArrival(HistoryEvent e) =>
        e is OrchestratorStartedEvent or ExecutionStartedEvent or TaskCompletedEvent or TaskFailedEvent or TimerFiredEvent or EventRaisedEvent;

    private static string? Recorded(HistoryEvent e) => e switch
    {
        TaskScheduledEvent task => $"{task.EventId} {task.Name}",
        TimerCreatedEvent timer => $"{timer.EventId} timer {timer.FireAt.ToUniversalTime():O}",
        ExecutionCompletedEvent end => $"end {end.OrchestrationStatus}",
        _ => null,
    };

    private static string Made(OrchestratorAction action) => action switch
    {
        ScheduleTaskOrchestratorAction task => $"{task.Id} {task.Name}",
        CreateTimerOrchestratorAction timer => $"{timer.Id} timer {timer.FireAt.ToUniversalTime():O}",
        OrchestrationCompleteOrchestratorAction end => $"end {end.OrchestrationStatus}",
        _ => action.GetType().Name,
    };

    private sealed class Orchestrator(Func<TaskOrchestrationContext, Task<JobResult>> course) : ITaskOrchestrator
    {
        public Type InputType => typeof(JobInput);

        public Type OutputType => typeof(JobResult);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => await course(context);
    }
}
