namespace MakeDevice.Hub;

/// <summary>Waits for a time of the system's clock, which may be set meanwhile.</summary>
internal static class WallClock
{
    /// <summary>Looked at again after this, since the clock may be set and a wait has a longest length.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>A timer counts whole milliseconds and may be early by a part of one.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns at once where the time has come.</summary>
    /// <param name="utc">Never before this.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task UntilAsync(DateTime utc, CancellationToken stop)
    {
        while (utc - DateTime.UtcNow is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait < LongestWait ? wait + Grain : LongestWait, stop);
        }
    }
}
