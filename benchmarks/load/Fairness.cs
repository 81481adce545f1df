using System.Globalization;

namespace MakeDevice.Load;

/// <summary>
/// What a short job waits for beside long ones: a small board by itself, one after the other, and then the same while two hard boards are at work, each sent again as soon as it ends.
/// </summary>
internal static class Fairness
{
    private const int WarmUps = 20;
    private const int Rounds = 50;
    private const int HardOnes = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    /// <summary>Until the hard boards have been read and are being routed.</summary>
    private static readonly TimeSpan RunUp = TimeSpan.FromSeconds(5);

    public static Task<Report> RunAsync(Options options, BoardSet boards, CancellationToken cancellation)
    {
        var hard = new Board("hard", HardBoard.Make(options.Projects), []);
        return Scenarios.WithFolderAsync("fairness", $"{Rounds} small boards one after the other while {HardOnes} hard boards are at work", options, async run =>
        {
            await SeriesAsync(run, boards.Small, WarmUps, "small board, while the host warms up", cancellation);
            var alone = await SeriesAsync(run, boards.Small, Rounds, "small board, alone", cancellation);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var ended = 0;
            var atWork = Enumerable.Range(0, HardOnes).Select(async _ =>
            {
                while (await run.Client.WorkAsync(hard, enough.Token))
                {
                    Interlocked.Increment(ref ended);
                }
            }).ToArray();
            await Task.Delay(RunUp, cancellation);
            var beside = await SeriesAsync(run, boards.Small, Rounds, "small board, beside hard ones", cancellation);
            await enough.CancelAsync();
            await Task.WhenAll(atWork);
            run.Events.Add(Text($"beside hard boards a small one takes {Ratio(beside, alone, 50):0.00} times its time alone at the median, {Ratio(beside, alone, 95):0.00} times at p95; {ended} hard ones ended meanwhile"));
        }, cancellation);
    }

    private static async Task<Percentiles> SeriesAsync(Run run, Board board, int count, string name, CancellationToken cancellation)
    {
        var seconds = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var job = await run.Client.RunAsync(board, Patience, cancellation);
            run.Measured.AddRequest(name, job.Seconds, job.Outcome == Outcome.Done);
            seconds.Add(job.Seconds);
        }

        return new Percentiles(seconds);
    }

    /// <summary>A percentile of the one over the median of the other: what a user waits, as a multiple of what the board usually takes.</summary>
    private static double Ratio(Percentiles beside, Percentiles alone, double percent) => beside.At(percent) / alone.At(50);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
