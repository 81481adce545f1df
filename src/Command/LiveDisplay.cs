using MakeDevice.Routing.Planning;
using Spectre.Console;

namespace MakeDevice.Command;

/// <summary>
/// Shows on a terminal how far a job is. The console library is loaded only when a job takes longer than a blink.
/// </summary>
internal static class LiveDisplay
{
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(150);

    public static async Task WhileAsync(Task job, RunningRoute progress)
    {
        if (await Task.WhenAny(job, Task.Delay(Blink)).ConfigureAwait(false) != job)
        {
            await ShowAsync(job, progress).ConfigureAwait(false);
        }
    }

    private static Task ShowAsync(Task job, RunningRoute progress) => AnsiConsole.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async context =>
        {
            var phase = context.AddTask("read", maxValue: 1);
            var sides = new[] { context.AddTask("left"), context.AddTask("right") };
            while (!job.IsCompleted)
            {
                phase.Value = progress.Done;
                phase.Description = progress.Phase.ToString().ToLowerInvariant();
                foreach (var side in (Side[])[Side.Left, Side.Right])
                {
                    if (progress.Of(side) is { } now)
                    {
                        var bar = sides[(int)side];
                        bar.MaxValue = Math.Max(1, now.Sockets);
                        bar.Value = now.Connected;
                        bar.Description = $"{side.ToString().ToLowerInvariant()}: {now.Connected} of {now.Sockets}, round {now.Round}";
                    }
                }

                await Task.WhenAny(job, Task.Delay(50)).ConfigureAwait(false);
            }
        });
}
