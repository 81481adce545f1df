namespace MakeDevice.Load;

/// <summary>Takes a sample again and again until it is disposed.</summary>
internal sealed class Sampling : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    /// <param name="sample">Gets the time since sampling began.</param>
    public Sampling(TimeSpan interval, Action<TimeSpan> sample) => loop = Task.Run(() => LoopAsync(interval, sample));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
    }

    private async Task LoopAsync(TimeSpan interval, Action<TimeSpan> sample)
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(interval, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            sample(System.Diagnostics.Stopwatch.GetElapsedTime(begun));
        }
    }
}
