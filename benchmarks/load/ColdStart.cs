using System.Diagnostics;
using System.Globalization;

namespace MakeDevice.Load;

/// <summary>
/// Starts the host again and again: from process start to the first answer of /api/health, and from process start to the first board
/// whose zip is verified. Each start gets an empty storage folder; the file cache is warm, as on any machine that starts it twice.
/// </summary>
internal static class ColdStart
{
    private const int Starts = 20;

    public static async Task<Report> RunAsync(Options options, BoardSet boards, CancellationToken cancellation)
    {
        var measured = new Measurements();
        await MeasureOnceAsync(options, boards, new Measurements(), cancellation); // the first one warms the file cache and this program
        var clock = Stopwatch.StartNew();
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        List<(double Resident, double Processor)> hosts = [];
        for (var i = 0; i < Starts; i++)
        {
            hosts.Add(await MeasureOnceAsync(options, boards, measured, cancellation));
        }

        return new Report
        {
            Name = "cold-start",
            Title = $"Cold start, {Starts} times",
            Seconds = clock.Elapsed.TotalSeconds,
            Measured = measured,
            Samples = [],
            PeakMb = hosts.Max(host => host.Resident),
            CpuSeconds = hosts.Sum(host => host.Processor),
            Events =
            [
                .. measured.Requests.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => Text($"least, {r.Key}: {r.Value.Min() * 1000:0} ms")),
                Text($"processor time of the host until its first health answer: least {hosts.Min(host => host.Processor) * 1000:0} ms, median {new Percentiles(hosts.Select(host => host.Processor)).At(50) * 1000:0} ms"),
                $"load of the machine at the first start: {load}",
            ],
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <returns>Resident memory in MB and processor time in seconds after the first answer, before the board.</returns>
    private static async Task<(double Resident, double Processor)> MeasureOnceAsync(Options options, BoardSet boards, Measurements measured, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        await using var host = new HostProcess(options, folder.Storage, folder.Hub);
        var begun = Stopwatch.GetTimestamp();
        measured.AddRequest("process start to first health answer", await host.StartAsync(cancellation), ok: true);
        using var process = Process.GetProcessById(host.Pid!.Value);
        var spent = (process.WorkingSet64 / 1048576.0, process.TotalProcessorTime.TotalSeconds);
        using var http = new HttpClient();
        var first = await new JobClient(host.Address, http, new Measurements(), Stopwatch.StartNew())
            .RunAsync(boards.Small, TimeSpan.FromSeconds(30), cancellation);
        measured.AddRequest("process start to first routed board", Stopwatch.GetElapsedTime(begun).TotalSeconds, first.Outcome == Outcome.Done);
        return spent;
    }
}
