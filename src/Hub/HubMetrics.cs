using System.Diagnostics;
using System.Diagnostics.Metrics;
using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;

namespace MakeDevice.Hub;

/// <summary>Spans and figures of what a worker runs. Where DurableTask.Core's own spans are listened to, a job is one trace, from its request on.</summary>
internal sealed class HubMetrics : IDisposable
{
    public const string Name = "MakeDevice.Durable";

    private readonly Meter _meter = new(Name);
    private readonly ActivitySource _source = new(Name);
    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _jobSeconds;
    private readonly Histogram<double> _queueSeconds;
    private readonly Histogram<double> _runSeconds;
    private readonly UpDownCounter<int> _running;
    private int _now;

    /// <param name="hub">For the number of its instances and waiting activities; null where the hub is not in this process.</param>
    public HubMetrics(SqliteHub? hub)
    {
        _started = _meter.CreateCounter<long>("durable.orchestrations.started", "{orchestration}", "Orchestrations that were started.");
        _ended = _meter.CreateCounter<long>("durable.orchestrations.ended", "{orchestration}", "Orchestrations that ended, by status.");
        _jobSeconds = _meter.CreateHistogram<double>("durable.orchestration.duration", "s", "From the start to the end of an orchestration.");
        _queueSeconds = _meter.CreateHistogram<double>("durable.activity.queue", "s", "Wait of an activity from scheduled to begun.");
        _runSeconds = _meter.CreateHistogram<double>("durable.activity.duration", "s", "Run time of an activity.");
        _running = _meter.CreateUpDownCounter<int>("durable.activities.running", "{activity}", "Activities that run.");
        if (hub is not null)
        {
            _meter.CreateObservableGauge("durable.orchestrations.live", () => hub.Live.Count, "{orchestration}", "Orchestrations that have not ended.");
            _meter.CreateObservableGauge("durable.activities.queued", () => hub.QueuedActivities, "{activity}", "Activities that wait for a worker.");
        }
    }

    /// <summary>Activities that run in this process.</summary>
    public int Running => Volatile.Read(ref _now);

    public void Watch(TaskHubWorker worker)
    {
        worker.AddOrchestrationDispatcherMiddleware(StepAsync);
        worker.AddActivityDispatcherMiddleware(RunAsync);
    }

    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    private async Task StepAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        OrchestrationRuntimeState state = context.GetProperty<OrchestrationRuntimeState>();
        if (state.PastEvents.Count == 0)
        {
            _started.Add(1, new KeyValuePair<string, object?>("name", state.Name));
        }

        await next();
        OrchestrationCompleteOrchestratorAction? end = context.GetProperty<OrchestratorExecutionResult>()?.Actions.OfType<OrchestrationCompleteOrchestratorAction>().FirstOrDefault();
        if (end is not null && end.OrchestrationStatus.IsEnded())
        {
            TagList tags = new() { { "name", state.Name }, { "status", end.OrchestrationStatus.ToString() } };
            _ended.Add(1, tags);
            _jobSeconds.Record((DateTime.UtcNow - state.CreatedTime).TotalSeconds, tags);
        }
    }

    private async Task RunAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        TaskScheduledEvent task = context.GetProperty<TaskScheduledEvent>();
        double queued = Math.Max(0, (DateTime.UtcNow - task.Timestamp).TotalSeconds);
        _queueSeconds.Record(queued, new KeyValuePair<string, object?>("name", task.Name));
        using Activity? span = _source.StartActivity(task.Name!);
        span?.SetTag("durabletask.task.instance_id", context.GetProperty<OrchestrationInstance>().InstanceId);
        span?.SetTag("durabletask.task.task_id", task.EventId);
        span?.SetTag("durabletask.task.queue_seconds", queued);
        _running.Add(1);
        Interlocked.Increment(ref _now);
        long begin = Stopwatch.GetTimestamp();
        try
        {
            await next();
        }
        finally
        {
            Interlocked.Decrement(ref _now);
            _running.Add(-1);
            TaskFailedEvent? failure = context.GetProperty<ActivityExecutionResult>()?.ResponseEvent as TaskFailedEvent;
            span?.SetStatus(failure is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, failure?.Reason);
            _runSeconds.Record(Stopwatch.GetElapsedTime(begin).TotalSeconds, new TagList { { "name", task.Name }, { "failed", failure is not null } });
        }
    }
}
