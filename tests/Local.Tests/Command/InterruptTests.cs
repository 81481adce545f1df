using System.Diagnostics;
using MakeDevice.Tests;

namespace MakeDevice.Local.Tests.Command;

/// <summary>A command that waits for a project that nobody writes, and is interrupted.</summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly CommandProcess _command = new();

    public void Dispose() => _command.Dispose();

    [InterruptTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task One_interrupt_ends_a_command_that_cannot_stop(string signal)
    {
        // Before it waits, the command tries to write where its output will be.
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(_command.Folder, ".makedevice.*");
        watcher.Created += (_, _) => begun.TrySetResult();
        watcher.EnableRaisingEvents = true;
        using var process = await StartAsync();
        await begun.Task.WaitAsync(Longest);

        await RunToolAsync("kill", $"-{signal}", $"{process.Id}");
        var result = await CommandProcess.EndAsync(process);
        Assert.Equal(130, result.ExitCode);
        Assert.StartsWith("CANCELLED", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.All, StringComparison.Ordinal);
    }

    /// <summary>The first may come before the program can take one, others while it ends.</summary>
    [InterruptTheory]
    [InlineData(10)]
    [InlineData(300)]
    public async Task Interrupts_again_and_again_end_it_as_cleanly(int milliseconds)
    {
        using var process = await StartAsync();
        var end = CommandProcess.EndAsync(process);
        do
        {
            await Task.Delay(milliseconds);
            await RunToolAsync("kill", "-INT", $"{process.Id}");
        }
        while (!end.IsCompleted);

        var result = await end;
        Assert.Equal(130, result.ExitCode);
        Assert.DoesNotContain("Exception", result.All, StringComparison.Ordinal);
    }

    private async Task<Process> StartAsync()
    {
        await RunToolAsync("mkfifo", _command.PathOf("pipe"));
        return _command.Start("route", "pipe");
    }

    private static async Task RunToolAsync(string name, params string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardError = true })!;
        await tool.WaitForExitAsync();
    }

    /// <summary>Says that it is skipped where a program that tests start could not be interrupted.</summary>
    private sealed class InterruptTheoryAttribute : TheoryAttribute
    {
        public InterruptTheoryAttribute()
        {
            if (OperatingSystem.IsWindows())
            {
                Skip = "there are no pipes with a name in a folder, and no signals";
            }
            else if (ProcessState.IgnoresInterrupts())
            {
                Skip = "interrupts are ignored where these tests run, as in a shell's background job, and so by every program that they start";
            }
        }
    }
}
