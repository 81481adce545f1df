using System.Diagnostics;

namespace MakeDevice.Load;

/// <summary>
/// Many browsers that wait: each holds one connection of its own and asks for the status of a job every ten seconds, while a
/// trickle of other jobs is worked.
/// </summary>
internal static class IdlePollers
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public static async Task<Report> RunAsync(Options options, BoardSet boards, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        await using var host = new HostProcess(options, folder.Storage, folder.Hub);
        await host.StartAsync(cancellation);
        return await Run.MeasureAsync("pollers", $"{options.Pollers} idle pollers, a poll every {Interval.TotalSeconds:0} s each, while jobs run", host, async run =>
        {
            var job = await run.Client.SubmitAsync(boards.Small, cancellation);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            stop.CancelAfter(Duration);
            var jobs = TrickleAsync(run, boards, stop.Token, cancellation);
            var pollers = Enumerable.Range(0, options.Pollers).Select(i => PollAsync(run, job, Interval * i / options.Pollers, stop.Token));
            await Task.WhenAll(pollers.Append(jobs));
        });
    }

    private static async Task TrickleAsync(Run run, BoardSet boards, CancellationToken stop, CancellationToken cancellation)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await run.Client.RunAsync(boards.At(i), TimeSpan.FromSeconds(60), cancellation);
            await Task.Delay(500, cancellation);
        }
    }

    private static async Task PollAsync(Run run, Uri address, TimeSpan first, CancellationToken stop)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5), UseCookies = false, UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            // Browsers do not arrive in step.
            await Task.Delay(first, stop);
            while (true)
            {
                var begun = Stopwatch.GetTimestamp();
                var ok = false;
                try
                {
                    using var answer = await http.GetAsync(address, CancellationToken.None);
                    ok = answer.IsSuccessStatusCode;
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    // counted as failed below
                }

                run.Measured.AddRequest("poll", Stopwatch.GetElapsedTime(begun).TotalSeconds, ok);
                await Task.Delay(Interval, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // the run is over
        }
    }
}
