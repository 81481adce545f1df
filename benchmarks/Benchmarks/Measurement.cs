using System.Diagnostics;
using System.Globalization;

namespace MakeDevice.Benchmarks;

/// <summary>What one run took. CPU seconds are those of the whole process, in which nothing else runs.</summary>
internal readonly record struct Run(double Wall, double Cpu, long Allocated);

/// <summary>Runs of one thing, warm.</summary>
/// <param name="PeakMegabytes">Most resident memory of the process while they ran, the runtime and what it had loaded before within.</param>
internal sealed record Measurement(IReadOnlyList<Run> Runs, double PeakMegabytes)
{
    public double Wall => Median(run => run.Wall);

    public double Cpu => Median(run => run.Cpu);

    /// <summary>
    /// False where the median of processor time lies well above that of wall time although one thread works: what the compiler does beside it is
    /// measured then. On a busy machine wall time only gets longer, so that it shows there, too.
    /// </summary>
    public bool IsSettled => Cpu <= MostCpuOfOneThread * Wall;

    public double LeastCpu => Runs.Min(run => run.Cpu);

    /// <summary>Median of the allocated bytes, in megabytes of 10^6.</summary>
    public double AllocatedMegabytes => Median(run => run.Allocated) / 1e6;

    private const double MostCpuOfOneThread = 1.2;
    private const int MostTries = 5;

    /// <summary>As <see cref="Of"/>, for work of one thread: again and again until the code is settled, at most five times.</summary>
    /// <inheritdoc cref="Of"/>
    public static Measurement OfOneThread(int least, double seconds, Action run)
    {
        var measurement = Of(least, seconds, run);
        for (var i = 1; i < MostTries && !measurement.IsSettled; i++)
        {
            measurement = Of(least, seconds, run);
        }

        return measurement;
    }

    private double Median(Func<Run, double> value) => Runs.Select(value).Order().ElementAt(Runs.Count / 2);

    /// <summary>
    /// Warms up until the code is settled, then measures. Tiered compilation replaces a method after thirty calls and a pause of 100 ms, twice,
    /// on a thread of its own: a warm-up that leaves no pauses would be measured as CPU time of the first runs. Its length is counted in CPU seconds,
    /// so that it is as thorough beside other programs.
    /// </summary>
    /// <param name="least">Least number of runs; short ones are repeated for <paramref name="seconds"/>, and those longer than that run once.</param>
    public static Measurement Of(int least, double seconds, Action run)
    {
        var start = Environment.CpuUsage.TotalTime;
        double Spent() => (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        run();
        var isLong = Spent() > seconds;
        for (var round = 0; round < 4 && Spent() < seconds; round++)
        {
            for (var i = 0; i < 30 && Spent() < seconds; i++)
            {
                run();
            }

            RestUntilIdle();
        }

        // Twice, so that what the first collection finalises is gone, too.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        PeakMemory.Reset();
        var runs = new List<Run>();
        var begun = Stopwatch.GetTimestamp();
        while (runs.Count < (isLong ? 1 : least) || (runs.Count < 100 * least && Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds))
        {
            runs.Add(Once(run));
        }

        return new(runs, PeakMemory.Megabytes());
    }

    /// <summary>Pauses at least as long as tiered compilation waits, and until nothing of the process works any more.</summary>
    private static void RestUntilIdle()
    {
        const int MostPauses = 20;
        for (var i = 0; i < MostPauses; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(150);
            if (Environment.CpuUsage.TotalTime - before < TimeSpan.FromMilliseconds(5))
            {
                return;
            }
        }
    }

    private static Run Once(Action run)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var wall = Stopwatch.GetTimestamp();
        run();
        var wallSeconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
        var cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        return new(wallSeconds, cpuSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}

/// <summary>The process's high-water mark of resident memory, which Linux lets a process reset (proc(5), clear_refs); elsewhere that since its start.</summary>
internal static class PeakMemory
{
    public static void Reset()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    public static double Megabytes()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / 1e6;
        }

        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
