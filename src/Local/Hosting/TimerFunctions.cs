using System.Globalization;
using MakeDevice.Hub;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace MakeDevice.Local.Hosting;

/// <summary>Runs timer functions by their schedules, in UTC; a run never overlaps the one before it.</summary>
internal sealed class TimerFunctions : IDisposable
{
    private readonly FunctionRunner _runner;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();

    /// <exception cref="FormatException">A schedule is malformed, or names a setting that does not exist.</exception>
    public TimerFunctions(FunctionCatalog catalog, FunctionRunner runner, IConfiguration configuration, ILogger log)
    {
        _runner = runner;
        _log = log;
        foreach (TimerSchedule timer in catalog.Timers)
        {
            Func<DateTime, DateTime?> next = Schedule(Expand(timer.Schedule, configuration));
            _ = FollowAsync(timer.Function, next, timer.RunsAtStart, _stopping.Token);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>
    /// A schedule as Azure's timers have it: an NCRONTAB expression of six fields (five without seconds) or a time span. It gives the first time after another
    /// one; null where there is none within eight years (30 February).
    /// </summary>
    /// <exception cref="FormatException">The text is no schedule.</exception>
    internal static Func<DateTime, DateTime?> Schedule(string text)
    {
        int fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields == 1 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan interval) && interval > TimeSpan.Zero)
        {
            return utc => utc + interval;
        }

        CrontabSchedule schedule = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 })
            ?? throw new FormatException($"'{text}' is neither an NCRONTAB expression of five or six fields nor a time span.");
        return utc =>
        {
            DateTime limit = utc.AddYears(8);
            DateTime next = schedule.GetNextOccurrence(utc, limit);
            return next < limit ? next : null;
        };
    }

    private static string Expand(string schedule, IConfiguration configuration) => schedule is ['%', .. var setting, '%']
        ? configuration[setting] ?? throw new FormatException($"The schedule's setting '{setting}' does not exist.")
        : schedule;

    private async Task FollowAsync(HostFunction function, Func<DateTime, DateTime?> schedule, bool atOnce, CancellationToken stop)
    {
        ScheduleStatus status = new();
        if (atOnce)
        {
            await Task.Yield();
            await RunAsync(function, status, stop);
        }

        while (!stop.IsCancellationRequested && schedule(DateTime.UtcNow) is { } next)
        {
            status.Next = next;
            await WallClock.UntilAsync(next, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
            {
                await RunAsync(function, status, stop);
            }
        }
    }

    private async Task RunAsync(HostFunction function, ScheduleStatus status, CancellationToken stop)
    {
        status.Last = status.LastUpdated = DateTime.UtcNow;
        try
        {
            await _runner.InvokeAsync(function, new TimerInfo { ScheduleStatus = status }, System.Collections.Frozen.FrozenDictionary<string, string>.Empty, stop);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _log.LogError(failure, "Timer function {Function} failed.", function.Name);
        }
    }
}
