using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using MakeDevice.Functions.Jobs;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Functions.Telemetry;

/// <summary>
/// Spans, metrics and logs of the stages. Recording costs next to nothing while nobody listens; an exporter is loaded only where one is
/// configured (<see cref="OpenTelemetryExport"/>).
/// </summary>
public sealed class JobTelemetry : IDisposable
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "MakeDevice";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _items;
    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _unconnected;
    private readonly ConcurrentDictionary<string, int> _active = new(StringComparer.Ordinal);
    private readonly ILogger<JobTelemetry> _logger;

    public JobTelemetry(ILogger<JobTelemetry> logger)
    {
        _logger = logger;
        _duration = _meter.CreateHistogram<double>("makedevice.stage.duration", "s", "Run time of one stage of a job.");
        _items = _meter.CreateHistogram<long>("makedevice.step.items", "{item}", "Items of work in one step of a board's routing.");
        _started = _meter.CreateCounter<long>("makedevice.jobs.started", "{job}", "Jobs that were started.");
        _ended = _meter.CreateCounter<long>("makedevice.jobs.stopped", "{job}", "Jobs that a stage stopped, by status.");
        _unconnected = _meter.CreateCounter<long>("makedevice.sockets.unconnected", "{socket}", "Sockets left open after the repair.");
        _meter.CreateObservableGauge("makedevice.jobs.active", () => ActiveJobs, "{job}", "Jobs that this process works on.");
        _meter.CreateObservableGauge("makedevice.memory", () => Environment.WorkingSet, "By", "Working set of the process.");
        _meter.CreateObservableGauge("makedevice.thread_pool.threads", () => ThreadPool.ThreadCount, "{thread}", "Threads of the thread pool.");
        _meter.CreateObservableGauge("makedevice.thread_pool.queue", () => ThreadPool.PendingWorkItemCount, "{item}", "Work that waits for a thread.");
        _meter.CreateObservableCounter("machine.cpu", MachineCores.Read, "s", "Time of each core, busy and idle.");
    }

    /// <summary>Jobs of which this process runs a stage now.</summary>
    public int ActiveJobs => _active.Count;

    /// <summary>Begins a stage; disposing the returned value ends it.</summary>
    public RunningStage Begin(string stage, string job)
    {
        _active.AddOrUpdate(job, 1, (_, running) => running + 1);
        var span = _source.StartActivity(stage);
        span?.SetTag("makedevice.job", job);
        return new RunningStage(this, stage, job, span);
    }

    public void JobStarted(string job)
    {
        _started.Add(1);
        Log.JobStarted(_logger, job);
    }

    public void StepMerged(int items) => _items.Record(items);

    /// <summary>Shows how often a cache could answer and what it takes.</summary>
    public void WatchCache(string cache, Func<long> hits, Func<long> misses, Func<long> bytes)
    {
        var tag = new KeyValuePair<string, object?>("cache", cache);
        _meter.CreateObservableCounter("makedevice.cache.hits", () => new Measurement<long>(hits(), tag), "{question}", "Questions that a cache answered.");
        _meter.CreateObservableCounter("makedevice.cache.misses", () => new Measurement<long>(misses(), tag), "{question}", "Questions that a cache could not answer.");
        _meter.CreateObservableGauge("makedevice.cache.memory", () => new Measurement<long>(bytes(), tag), "By", "Memory that a cache takes, about.");
    }

    public void BoardRouted(int unconnected) => _unconnected.Add(unconnected);

    public void JobCancelled(string job) => Log.JobCancelled(_logger, job);

    public void Purged(int instances, int jobs) => Log.Purged(_logger, instances, jobs);

    public void UploadFailed(string job, Exception exception) => Log.UploadFailed(_logger, job, exception);

    public void StorageFailed(string operation, Exception exception) => Log.StorageFailed(_logger, operation, exception);

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    internal void End(string stage, string job, TimeSpan elapsed, StageStop? stop, Exception? failure)
    {
        _active.AddOrUpdate(job, 0, (_, running) => running - 1);
        _active.TryRemove(new KeyValuePair<string, int>(job, 0));
        var outcome = failure is not null ? "fault" : stop?.Status ?? "ok";
        _duration.Record(
            elapsed.TotalSeconds, new KeyValuePair<string, object?>("stage", stage), new KeyValuePair<string, object?>("outcome", outcome));
        if (failure is not null)
        {
            Log.StageFailed(_logger, stage, job, elapsed.TotalMilliseconds, failure);
        }
        else if (stop is not null)
        {
            _ended.Add(1, new KeyValuePair<string, object?>("status", stop.Status));
            Log.StageStopped(_logger, stage, job, stop.Status, stop.Issues.Length);
        }
        else
        {
            Log.StageDone(_logger, stage, job, elapsed.TotalMilliseconds);
        }
    }
}

/// <summary>A stage while it runs.</summary>
public sealed class RunningStage(JobTelemetry telemetry, string stage, string job, Activity? span) : IDisposable
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private StageStop? _stop;
    private Exception? _failure;

    /// <summary>Notes how the stage ended.</summary>
    public T End<T>(T result)
        where T : IStageResult
    {
        _stop = result.Stop;
        return result;
    }

    public void Stop(StageStop stop) => _stop = stop;

    public void Fail(Exception failure)
    {
        _failure = failure;
        span?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
    }

    public void Dispose()
    {
        telemetry.End(stage, job, Stopwatch.GetElapsedTime(_begun), _stop, _failure);
        span?.Dispose();
    }
}
