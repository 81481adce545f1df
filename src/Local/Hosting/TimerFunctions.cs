using MakeDevice.Local.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary>Runs timer functions by their schedules; a run never overlaps the one before it.</summary>
internal sealed class TimerFunctions : IDisposable
{
    private readonly FunctionRunner _runner;
    private readonly ILogger _log;
    private readonly TimerQueue _queue = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <exception cref="FormatException">A schedule is malformed, or names a setting that does not exist.</exception>
    public TimerFunctions(FunctionCatalog catalog, FunctionRunner runner, IConfiguration configuration, ILogger log)
    {
        _runner = runner;
        _log = log;
        foreach ((HostFunction function, TimerTriggerAttribute trigger) in catalog.Timers)
        {
            Ncrontab schedule = new(Expand(trigger.Schedule, configuration));
            ScheduleStatus status = new();
            if (trigger.RunOnStartup)
            {
                _queue.At(DateTime.UtcNow, () => _ = RunAsync(function, schedule, status));
            }
            else
            {
                Plan(function, schedule, status);
            }
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _queue.Dispose();
        _stopping.Dispose();
    }

    private static string Expand(string schedule, IConfiguration configuration) => schedule is ['%', .. var setting, '%']
        ? configuration[setting] ?? throw new FormatException($"The schedule's setting '{setting}' does not exist.")
        : schedule;

    private void Plan(HostFunction function, Ncrontab schedule, ScheduleStatus status)
    {
        if (schedule.Next(DateTime.UtcNow) is { } next)
        {
            status.Next = next;
            _queue.At(next, () => _ = RunAsync(function, schedule, status));
        }
    }

    private async Task RunAsync(HostFunction function, Ncrontab schedule, ScheduleStatus status)
    {
        status.Last = status.LastUpdated = DateTime.UtcNow;
        try
        {
            await Task.Yield();
            await using InvocationContext context = _runner.NewContext(function, null, _stopping.Token);
            context.TriggerValue = new TimerInfo { ScheduleStatus = status };
            await _runner.InvokeAsync(function, context);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _log.LogError(failure, "Timer function {Function} failed.", function.Name);
        }

        Plan(function, schedule, status);
    }
}
