using System.Runtime.InteropServices;

namespace MakeDevice.Command;

/// <summary>
/// Runs a command that an interrupt (SIGINT, SIGTERM) stops: the first asks it to stop; where it has not within <see cref="Patience"/>, and at the second, it is left where it is, as in
/// the opening of a pipe that nobody writes.
/// </summary>
/// <remarks>
/// The library's own handler leaves a command once only: a second interrupt that it takes up while the process ends fails in a thread of its own, and with that the process.
/// Where interrupts are ignored when the process starts, as in a shell's background job, they stay ignored.
/// </remarks>
internal static class Interruptible
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="command">Runs on a pool thread, so that what blocks in it keeps nobody from leaving it.</param>
    /// <exception cref="OperationCanceledException">The command was interrupted and left.</exception>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> command)
    {
        // Not disposed: the last interrupt may come when the command is over.
        var interruption = new CancellationTokenSource();
        var left = new TaskCompletionSource<int>();
        Task<int>? running = null;

        // Called in a thread of the signal's own: it may wait there, and needs no thread of a pool that may be at work.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (!interruption.IsCancellationRequested)
            {
                interruption.Cancel();
                if (running is not null && Task.WaitAny([running], Patience) == 0)
                {
                    return;
                }
            }

            left.TrySetCanceled();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        running = Task.Run(() => command(interruption.Token));
        return await (await Task.WhenAny(running, left.Task).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
