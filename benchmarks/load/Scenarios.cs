using System.Diagnostics;

namespace MakeDevice.Load;

/// <summary>The runs by name. Each starts its own host on empty storage, so that none profits from or suffers by another.</summary>
internal static class Scenarios
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, Func<Options, BoardSet, CancellationToken, Task<Report>>> All = new(StringComparer.Ordinal)
    {
        ["cold-start"] = ColdStart.RunAsync,
        ["concurrent"] = ConcurrentAsync,
        ["concurrent-azurite"] = ConcurrentOnAzuriteAsync,
        ["sequence"] = SequenceAsync,
        ["sequence-azurite"] = SequenceOnAzuriteAsync,
        ["pollers"] = IdlePollers.RunAsync,
        ["mixed"] = MixedAsync,
        ["bursts"] = BurstsAsync,
        ["fairness"] = Fairness.RunAsync,
        ["soak"] = Soak.RunAsync,
        ["fault-kill"] = Faults.KilledHostAsync,
        ["fault-kills"] = Faults.OftenKilledAsync,
        ["fault-kills-azurite"] = Faults.OftenKilledOnAzuriteAsync,
        ["fault-storage-stop"] = Faults.StoppedStorageAsync,
        ["fault-slow-blob"] = Faults.SlowBlobAsync,
        ["fault-disk-full"] = Faults.FullDiskAsync,
        ["fault-disk-stays-full"] = Faults.DiskStaysFullAsync,
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Task<Report> RunAsync(string name, Options options, BoardSet boards, CancellationToken cancellation) =>
        All.TryGetValue(name, out var run)
            ? run(options, boards, cancellation)
            : throw new ArgumentException($"No scenario {name}; there are {string.Join(", ", Names)}.");

    private static Task<Report> ConcurrentAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        WithFolderAsync("concurrent", $"{options.Jobs} jobs at once", options, run => AtOnceAsync(run, options, boards, cancellation), cancellation);

    private static Task<Report> ConcurrentOnAzuriteAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        WithAzuriteAsync("concurrent-azurite", $"{options.Jobs} jobs at once, hub and blobs in Azurite", options, run => AtOnceAsync(run, options, boards, cancellation), cancellation);

    private static Task<Report> SequenceAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        WithFolderAsync("sequence", $"{options.SequentialJobs} jobs one after the other", options, run => InTurnAsync(run, options, boards, cancellation), cancellation);

    private static Task<Report> SequenceOnAzuriteAsync(Options options, BoardSet boards, CancellationToken cancellation) => WithAzuriteAsync(
        "sequence-azurite", $"{options.SequentialJobs} jobs one after the other, hub and blobs in Azurite", options, run => InTurnAsync(run, options, boards, cancellation), cancellation);

    private static async Task AtOnceAsync(Run run, Options options, BoardSet boards, CancellationToken cancellation)
    {
        await Task.WhenAll(Enumerable.Range(0, options.Jobs).Select(i => run.Client.RunAsync(boards.At(i), Patience, cancellation)));
        run.Events.Add(FormattableString.Invariant($"first job done after {run.Measured.Jobs.Min(job => job.At):0.0} s, the last after {run.Measured.Jobs.Max(job => job.At):0.0} s"));
    }

    private static async Task InTurnAsync(Run run, Options options, BoardSet boards, CancellationToken cancellation)
    {
        for (var i = 0; i < options.SequentialJobs; i++)
        {
            await run.Client.RunAsync(boards.At(i), Patience, cancellation);
        }
    }

    /// <summary>Eight clients, each with its own mix: mostly small boards, now and then the largest.</summary>
    private static Task<Report> MixedAsync(Options options, BoardSet boards, CancellationToken cancellation)
    {
        var bySize = boards.All.OrderBy(b => b.Expected.Length).ToArray();
        return WithFolderAsync("mixed", $"{options.Jobs * 2} jobs of mixed size from 8 clients", options, run =>
            Task.WhenAll(Enumerable.Range(0, 8).Select(async client =>
            {
                var random = new Random(client);
                for (var i = client; i < options.Jobs * 2; i += 8)
                {
                    var index = (int)(Math.Pow(random.NextDouble(), 2) * bySize.Length);
                    await run.Client.RunAsync(bySize[index], Patience, cancellation);
                }
            })), cancellation);
    }

    /// <summary>Bursts of 25 jobs every second; every second job is cancelled up to 100 ms after its start.</summary>
    private static Task<Report> BurstsAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        WithFolderAsync("bursts", $"{options.Jobs} jobs in bursts of 25, half of them cancelled", options, async run =>
        {
            var random = new Random(1);
            var running = new List<Task>();
            for (var i = 0; i < options.Jobs; i++)
            {
                if (i > 0 && i % 25 == 0)
                {
                    await Task.Delay(1000, cancellation);
                }

                TimeSpan? cancelAfter = i % 2 == 0 ? TimeSpan.FromMilliseconds(random.Next(100)) : null;
                running.Add(run.Client.RunAsync(boards.At(i), Patience, cancellation, cancelAfter));
            }

            await Task.WhenAll(running);
        }, cancellation);

    /// <summary>A run against a host whose hub and blobs are in an empty Azurite.</summary>
    public static async Task<Report> WithAzuriteAsync(string name, string title, Options options, Func<Run, Task> drive, CancellationToken cancellation)
    {
        await using var azurite = new AzuriteProcess(options, isHub: true);
        await azurite.StartAsync(cancellation);
        await using var host = new HostProcess(options, azurite.HubConnectionString, azurite.HubConnectionString);
        await host.StartAsync(cancellation);
        return await Run.MeasureAsync(name, title, host, drive);
    }

    /// <summary>A run against a host on an empty folder.</summary>
    public static async Task<Report> WithFolderAsync(string name, string title, Options options, Func<Run, Task> drive, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        await using var host = new HostProcess(options, folder.Storage, folder.Hub);
        await host.StartAsync(cancellation);
        return await Run.MeasureAsync(name, title, host, drive);
    }
}

/// <summary>A scenario under way: its host, one client shared by all its jobs, and the notes for its report.</summary>
internal sealed class Run
{
    private Run(HostProcess host, JobClient client, Measurements measured)
    {
        Host = host;
        Client = client;
        Measured = measured;
    }

    public HostProcess Host { get; }

    public JobClient Client { get; }

    public Measurements Measured { get; }

    public List<string> Events { get; } = [];

    public static async Task<Report> MeasureAsync(string name, string title, HostProcess host, Func<Run, Task> drive)
    {
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectTimeout = TimeSpan.FromSeconds(5) };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
        var measured = new Measurements();
        var clock = Stopwatch.StartNew();
        var run = new Run(host, new JobClient(host.Address, http, measured, clock), measured);
        var watch = new HostWatch(() => host.Pid);
        await using (watch)
        {
            await drive(run);
        }

        return new Report
        {
            Name = name,
            Title = title,
            Seconds = clock.Elapsed.TotalSeconds,
            Measured = measured,
            Samples = watch.Samples,
            PeakMb = watch.PeakMb,
            CpuSeconds = watch.CpuSeconds,
            Events = run.Events,
        };
    }
}
