namespace MakeDevice.Load;

/// <summary>Fifty jobs with something going wrong in the middle: every job must end done, with exact bytes, or with a code.</summary>
internal static class Faults
{
    private const int Jobs = 50;
    private const int Kills = 30;

    /// <summary>An activity over blobs mostly waits, so many share a core.</summary>
    private const int BlobWorkers = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(660);

    /// <summary>The host is killed three times and started again on the same storage; it must resume what it had accepted.</summary>
    public static Task<Report> KilledHostAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        Scenarios.WithFolderAsync("fault-kill", $"{Jobs} jobs, host killed three times", options, async run =>
        {
            var jobs = StartJobs(run, boards, cancellation);
            for (var kill = 1; kill <= 3; kill++)
            {
                await UntilDoneAsync(run, kill * Jobs / 5, jobs, cancellation);
                await run.Host.KillAsync();
                await Task.Delay(500, cancellation);
                var seconds = await run.Host.StartAsync(cancellation);
                run.Events.Add(FormattableString.Invariant($"killed (SIGKILL) when {kill * Jobs / 5} jobs were done, down 0.5 s, answered {seconds * 1000:0} ms after the new start"));
            }

            await jobs;
        }, cancellation);

    /// <summary>As many jobs as kills, and the host is killed at random moments, on a folder.</summary>
    public static Task<Report> OftenKilledAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        Scenarios.WithFolderAsync("fault-kills", OftenKilled("in a folder"), options, run => KillOftenAsync(run, boards, cancellation), cancellation);

    /// <summary>The same with the hub and the blobs in Azurite.</summary>
    public static Task<Report> OftenKilledOnAzuriteAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        Scenarios.WithAzuriteAsync("fault-kills-azurite", OftenKilled("in Azurite"), options, run => KillOftenAsync(run, boards, cancellation), cancellation);

    private static string OftenKilled(string where) => $"{Kills} jobs, host killed {Kills} times, hub {where}";

    private static async Task KillOftenAsync(Run run, BoardSet boards, CancellationToken cancellation)
    {
        var random = new Random(1);
        var jobs = Task.WhenAll(Enumerable.Range(0, Kills).Select(i => run.Client.RunAsync(boards.At(i), Patience, cancellation)));
        var atWork = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(2000), cancellation);
            atWork += jobs.IsCompleted ? 0 : 1;
            await run.Host.KillAsync();
            await run.Host.StartAsync(cancellation);
        }

        run.Events.Add($"killed (SIGKILL) {Kills} times up to 2 s after its first answer, {atWork} times with jobs at work");
        await jobs;
    }

    /// <summary>Azurite is stopped for three seconds, twice.</summary>
    public static async Task<Report> StoppedStorageAsync(Options options, BoardSet boards, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        await using var azurite = new AzuriteProcess(options);
        await azurite.StartAsync(cancellation);
        await using var host = new HostProcess(options, AzuriteProcess.ConnectionString(azurite.Port), folder.Hub, BlobWorkers);
        await host.StartAsync(cancellation);
        return await Run.MeasureAsync("fault-storage-stop", $"{Jobs} jobs, Azurite stopped twice", host, async run =>
        {
            var jobs = StartJobs(run, boards, cancellation);
            for (var stop = 1; stop <= 2; stop++)
            {
                await UntilDoneAsync(run, stop * Jobs / 4, jobs, cancellation);
                await azurite.StopAsync();
                await Task.Delay(3000, cancellation);
                await azurite.StartAsync(cancellation);
                run.Events.Add($"Azurite stopped (SIGTERM) when {stop * Jobs / 4} jobs were done, started again 3 s after its end");
            }

            await jobs;
        });
    }

    /// <summary>Every answer of the storage comes 250 ms late.</summary>
    public static async Task<Report> SlowBlobAsync(Options options, BoardSet boards, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        await using var azurite = new AzuriteProcess(options);
        await azurite.StartAsync(cancellation);
        await using var proxy = new SlowProxy(azurite.Port, TimeSpan.FromMilliseconds(250));
        await using var host = new HostProcess(options, AzuriteProcess.ConnectionString(proxy.Port), folder.Hub, BlobWorkers);
        await host.StartAsync(cancellation);
        return await Run.MeasureAsync("fault-slow-blob", $"{Jobs} jobs, every blob answer 250 ms late", host, run => StartJobs(run, boards, cancellation));
    }

    /// <summary>
    /// The storage folder lies on a file system of a few hundred megabytes that fills up; later room is made again. Jobs that met the full disk end with
    /// a code, jobs that are sent afterwards are done.
    /// </summary>
    public static Task<Report> FullDiskAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        FullDiskAsync("fault-disk-full", $"{Jobs} jobs, the disk full in the middle", options, boards, async (run, _, makeRoom) =>
        {
            await Task.Delay(3000, cancellation);
            makeRoom();
            run.Events.Add("room made again after 3 s");
        }, cancellation);

    /// <summary>The same, but there is no room before every job has ended: with a code, and while the disk is full.</summary>
    public static Task<Report> DiskStaysFullAsync(Options options, BoardSet boards, CancellationToken cancellation) =>
        FullDiskAsync("fault-disk-stays-full", $"{Jobs} jobs, the disk full in the middle and for good", options, boards, async (run, jobs, makeRoom) =>
        {
            await jobs;
            run.Events.Add("every job had ended while the disk was full");
            makeRoom();
            run.Events.Add("room made again");
        }, cancellation);

    private static async Task<Report> FullDiskAsync(
        string name, string title, Options options, BoardSet boards, Func<Run, Task, Action, Task> untilRoom, CancellationToken cancellation)
    {
        if (options.SmallDisk.Length == 0)
        {
            throw new InvalidOperationException("This scenario needs --small-disk DIR, a small file system of its own.");
        }

        var ballast = Path.Combine(options.SmallDisk, "ballast");
        await using var host = new HostProcess(options, Path.Combine(options.SmallDisk, "storage"), Path.Combine(options.SmallDisk, "journal"));
        await host.StartAsync(cancellation);
        return await Run.MeasureAsync(name, title, host, async run =>
        {
            var jobs = StartJobs(run, boards, cancellation);
            await UntilDoneAsync(run, Jobs / 5, jobs, cancellation);
            var bytes = Fill(ballast);
            run.Events.Add($"disk filled to the last byte ({bytes / 1024} KB of ballast) when {Jobs / 5} jobs were done");
            await untilRoom(run, jobs, () => File.Delete(ballast));
            await jobs;
            var before = run.Measured.Jobs.Count(j => j.Outcome == Outcome.Done);
            await Task.WhenAll(Enumerable.Range(0, 5).Select(i => run.Client.RunAsync(boards.At(i), Patience, cancellation)));
            run.Events.Add($"{run.Measured.Jobs.Count(j => j.Outcome == Outcome.Done) - before} of 5 further jobs done afterwards");
        });
    }

    private static Task StartJobs(Run run, BoardSet boards, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, Jobs).Select(i => run.Client.RunAsync(boards.At(i), Patience, cancellation)));

    private static async Task UntilDoneAsync(Run run, int count, Task jobs, CancellationToken cancellation)
    {
        while (run.Measured.Jobs.Count < count && !jobs.IsCompleted)
        {
            await Task.Delay(5, cancellation);
        }
    }

    private static long Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        for (var size = block.Length; size >= 1; size /= 2)
        {
            try
            {
                while (true)
                {
                    file.Write(block, 0, size);
                }
            }
            catch (IOException)
            {
                // no room for this much: try half
            }
        }

        return file.Length;
    }
}
