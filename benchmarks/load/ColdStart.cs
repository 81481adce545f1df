using System.Diagnostics;

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
        var peak = 0.0;
        for (var i = 0; i < Starts; i++)
        {
            peak = Math.Max(peak, await MeasureOnceAsync(options, boards, measured, cancellation));
        }

        return new Report
        {
            Name = "cold-start",
            Title = $"Cold start, {Starts} times",
            Seconds = clock.Elapsed.TotalSeconds,
            Measured = measured,
            Samples = [],
            PeakMb = peak,
            CpuSeconds = 0,
        };
    }

    /// <returns>Resident memory in MB after the first answer, before the board.</returns>
    private static async Task<double> MeasureOnceAsync(Options options, BoardSet boards, Measurements measured, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        await using var host = new HostProcess(options, folder.Storage, folder.Journal);
        var begun = Stopwatch.GetTimestamp();
        measured.AddRequest("process start to first health answer", await host.StartAsync(cancellation), ok: true);
        var resident = Process.GetProcessById(host.Pid!.Value).WorkingSet64 / 1048576.0;
        using var http = new HttpClient();
        var first = await new JobClient(host.Address, http, new Measurements(), Stopwatch.StartNew())
            .RunAsync(boards.Small, TimeSpan.FromSeconds(30), cancellation);
        measured.AddRequest("process start to first routed board", Stopwatch.GetElapsedTime(begun).TotalSeconds, first.Outcome == Outcome.Done);
        return resident;
    }
}
