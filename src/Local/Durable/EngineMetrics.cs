using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MakeDevice.Local.Durable;

/// <summary>Spans and figures of the engine. A job is one trace: every activity is a child of the request that started its job.</summary>
internal sealed class EngineMetrics : IDisposable
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

    public EngineMetrics(Func<int> live, Func<int> queued)
    {
        _started = _meter.CreateCounter<long>("durable.orchestrations.started", "{orchestration}", "Orchestrations that were started.");
        _ended = _meter.CreateCounter<long>("durable.orchestrations.ended", "{orchestration}", "Orchestrations that ended, by status.");
        _jobSeconds = _meter.CreateHistogram<double>("durable.orchestration.duration", "s", "From the start to the end of an orchestration.");
        _queueSeconds = _meter.CreateHistogram<double>("durable.activity.queue", "s", "Wait of an activity from scheduled to begun.");
        _runSeconds = _meter.CreateHistogram<double>("durable.activity.duration", "s", "Run time of an activity.");
        _running = _meter.CreateUpDownCounter<int>("durable.activities.running", "{activity}", "Activities that run.");
        _meter.CreateObservableGauge("durable.orchestrations.live", live, "{orchestration}", "Orchestrations that have not ended.");
        _meter.CreateObservableGauge("durable.activities.queued", queued, "{activity}", "Activities that wait for a worker.");
    }

    public void Started(string name) => _started.Add(1, new KeyValuePair<string, object?>("name", name));

    public void Ended(InstanceState state)
    {
        TagList tags = new() { { "name", state.Started.Name }, { "status", state.Status.ToString() } };
        _ended.Add(1, tags);
        _jobSeconds.Record((state.LastUpdatedAt - state.Started.CreatedAt).TotalSeconds, tags);
    }

    public Span Begin(ActivityWork work)
    {
        double queued = (DateTime.UtcNow - work.QueuedAt).TotalSeconds;
        _queueSeconds.Record(queued, new KeyValuePair<string, object?>("name", work.Call.Name));
        _running.Add(1);
        ActivityContext.TryParse(work.TraceParent, null, out ActivityContext parent);
        Activity? activity = _source.StartActivity(work.Call.Name, ActivityKind.Internal, parent);
        activity?.SetTag("durabletask.task.instance_id", work.Call.InstanceId);
        activity?.SetTag("durabletask.task.task_id", work.Call.TaskId);
        activity?.SetTag("durabletask.task.queue_seconds", queued);
        return new Span(this, work.Call.Name, activity);
    }

    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    /// <summary>One running activity.</summary>
    public sealed class Span(EngineMetrics metrics, string name, Activity? activity) : IDisposable
    {
        private readonly long _begin = Stopwatch.GetTimestamp();
        private bool _failed;

        public void Fail(Exception failure)
        {
            _failed = true;
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
        }

        public void Dispose()
        {
            metrics._running.Add(-1);
            TagList tags = new() { { "name", name }, { "failed", _failed } };
            metrics._runSeconds.Record(Stopwatch.GetElapsedTime(_begin).TotalSeconds, tags);
            activity?.Dispose();
        }
    }
}
