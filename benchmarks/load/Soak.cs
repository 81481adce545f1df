namespace MakeDevice.Load;

/// <summary>
/// Mixed jobs for long: small boards and large, some cancelled, now and then a hard one, and a host that forgets what is older than a quarter of an hour. Memory, handles,
/// threads and store must not grow.
/// </summary>
internal static class Soak
{
    private const int Clients = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["MakeDevice__RetentionHours"] = "0.25" };

    public static async Task<Report> RunAsync(Options options, BoardSet boards, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        await using var host = new HostProcess(options, folder.Storage, folder.Hub, settings: Settings);
        await host.StartAsync(cancellation);
        await using var growth = new GrowthWatch(() => host.Pid, folder);
        var report = await Run.MeasureAsync("soak", $"Mixed jobs for {options.SoakMinutes} minutes", host, async run =>
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            end.CancelAfter(TimeSpan.FromMinutes(options.SoakMinutes));
            var hard = new Board("hard", HardBoard.Make(options.Projects), []);
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => DriveAsync(run, boards, hard, client, end.Token, cancellation)));
        });
        return report with { Growth = growth.Series };
    }

    /// <summary>Jobs that have begun are led to their end.</summary>
    private static async Task DriveAsync(Run run, BoardSet boards, Board hard, int client, CancellationToken end, CancellationToken cancellation)
    {
        var random = new Random(client);
        for (var job = 0; !end.IsCancellationRequested; job++)
        {
            Task work = random.Next(100) switch
            {
                < 2 => run.Client.WorkAsync(hard, end),
                < 12 => run.Client.RunAsync(boards.At(random.Next(boards.All.Count)), Patience, cancellation, cancelAfter: TimeSpan.FromMilliseconds(random.Next(200))),
                _ => run.Client.RunAsync(boards.At(random.Next(boards.All.Count)), Patience, cancellation),
            };
            await work;
            await Task.Delay(LongestPause * random.NextDouble(), CancellationToken.None);
        }
    }
}
