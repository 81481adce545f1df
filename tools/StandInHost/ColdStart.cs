using System.Diagnostics;
using System.Globalization;

namespace MakeDevice.StandInHost;

/// <summary>
/// Times of a worker's start: process start to open stream, to all functions loaded, to the first answer of <c>GET /api/health</c>. The file
/// cache is warm and so is this host: the first start is not counted.
/// </summary>
internal static class ColdStart
{
    public static async Task PrintAsync(string app, int times, CancellationToken cancellationToken)
    {
        await MeasureAsync(app, cancellationToken);
        var load = OperatingSystem.IsLinux() ? $", load of the machine {(await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0]}" : "";
        List<double[]> measured = [];
        for (var i = 0; i < times; i++)
        {
            measured.Add(await MeasureAsync(app, cancellationToken));
        }

        string[] names = ["stream open", "all functions loaded", "first health answer", "processor time until then", "MB resident then"];
        Console.WriteLine($"| process start to … ({times} starts{load}) | least | median | 95 % | worst |\n|---|---|---|---|---|");
        for (var column = 0; column < names.Length; column++)
        {
            var sorted = measured.Select(row => row[column]).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {names[column]} | {sorted[0]:F0} | {At(sorted, 0.5):F0} | {At(sorted, 0.95):F0} | {sorted[^1]:F0} |"));
        }
    }

    /// <returns>Three times and the worker's processor time in ms, and the worker's resident memory in MB.</returns>
    private static async Task<double[]> MeasureAsync(string app, CancellationToken cancellationToken)
    {
        var storage = Directory.CreateTempSubdirectory("makedevice-start-");
        try
        {
            await using var host = await FunctionsHost.StartAsync(app, 0, [("MakeDevice__Storage", storage.FullName)], null, cancellationToken);
            using var http = new HttpClient { BaseAddress = host.Address };
            using var health = await http.GetAsync("api/health", cancellationToken);
            var answered = Stopwatch.GetElapsedTime(host.Started).TotalMilliseconds;
            health.EnsureSuccessStatusCode();
            using var worker = Process.GetProcessById(host.WorkerProcessId);
            return [host.Times.Connected * 1000, host.Times.Ready * 1000, answered, worker.TotalProcessorTime.TotalMilliseconds, worker.WorkingSet64 / 1048576.0];
        }
        finally
        {
            storage.Delete(recursive: true);
        }
    }

    private static double At(double[] sorted, double part) => sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
}
