using System.Globalization;

namespace MakeDevice.Load;

/// <param name="Seconds">Since the watch began.</param>
/// <param name="ResidentMb">Resident memory of the watched process.</param>
/// <param name="Cores">Share of each core that was busy since the last sample, all processes, 0 to 1.</param>
internal sealed record Sample(double Seconds, double ResidentMb, IReadOnlyList<double> Cores);

/// <summary>
/// Samples a process and the cores from /proc four times a second. The process may be replaced by another (a restarted host); its
/// processor time then adds up.
/// </summary>
internal sealed class HostWatch : IAsyncDisposable
{
    private const double TicksASecond = 100; // USER_HZ of every Linux .NET runs on
    private readonly Func<int?> process;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly List<Sample> samples = [];
    private readonly Sampling sampling;
    private (long Busy, long Total)[] cores = ReadCores();
    private double cpuOfEndedProcesses;
    private (int Pid, double Cpu) current;

    public HostWatch(Func<int?> process)
    {
        this.process = process;
        sampling = new(Interval, Take);
    }

    public IReadOnlyList<Sample> Samples => samples;

    /// <summary>Highest resident memory the kernel noted, in MB.</summary>
    public double PeakMb { get; private set; }

    public double CpuSeconds => cpuOfEndedProcesses + current.Cpu;

    public ValueTask DisposeAsync() => sampling.DisposeAsync();

    private void Take(TimeSpan elapsed)
    {
        var now = ReadCores();
        var busy = now.Zip(cores, (a, b) => (a.Total - b.Total) == 0 ? 0 : (a.Busy - b.Busy) / (double)(a.Total - b.Total)).ToArray();
        cores = now;
        if (process() is { } pid && ReadMemory(pid) is { } memory)
        {
            ReadCpu(pid);
            PeakMb = Math.Max(PeakMb, memory.PeakMb);
            samples.Add(new Sample(elapsed.TotalSeconds, memory.NowMb, busy));
        }
    }

    private void ReadCpu(int pid)
    {
        if (current.Pid != pid)
        {
            cpuOfEndedProcesses += current.Cpu;
            current = (pid, 0);
        }

        if (TryRead($"/proc/{pid}/stat") is { } text)
        {
            // Fields after the command's closing bracket: utime and stime are the 12th and 13th.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            current = (pid, (Number(fields[11]) + Number(fields[12])) / TicksASecond);
        }
    }

    private static (double NowMb, double PeakMb)? ReadMemory(int pid)
    {
        if (TryRead($"/proc/{pid}/status") is not { } text)
        {
            return null;
        }

        double Field(string name)
        {
            var line = text.Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
        }

        return Field("VmRSS:") is > 0 and var now ? (now, Field("VmHWM:")) : null;
    }

    private static (long Busy, long Total)[] ReadCores() =>
    [
        .. (TryRead("/proc/stat") ?? "").Split('\n')
            .Where(l => l.StartsWith("cpu", StringComparison.Ordinal) && l.Length > 3 && char.IsDigit(l[3]))
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray())
            .Select(f => (Busy: f.Sum() - f[3] - f[4], Total: f.Sum())),
    ];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null; // the process has ended
        }
    }
}
