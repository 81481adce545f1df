using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.Jobs;

/// <summary>A stage in the process that is asked to cancel its job hears at once, and no other job's does.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stage_of_the_job_hears_at_once_and_another_jobs_does_not()
    {
        var cancellation = new Cancellation(new FolderArtifactStore(_folder.Path));
        using var work = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        var end = new TaskCompletionSource();
        var watches = new[] { cancellation.WatchAsync("0123456789ABCDEFGHIJab", end.Task, work), cancellation.WatchAsync("0123456789ABCDEFGHIJcd", end.Task, other) };

        await cancellation.AskAsync("0123456789ABCDEFGHIJab", default);

        Assert.Equal((true, false), (work.IsCancellationRequested, other.IsCancellationRequested));
        end.SetResult();
        await Task.WhenAll(watches);
        await cancellation.AskAsync("0123456789ABCDEFGHIJcd", default);
        Assert.False(other.IsCancellationRequested); // it runs no more
    }

    [Fact]
    public async Task A_stage_of_another_process_finds_the_mark()
    {
        using var work = new CancellationTokenSource();
        var running = Task.Delay(Timeout.Infinite, work.Token);
        var watch = new Cancellation(new FolderArtifactStore(_folder.Path)).WatchAsync("0123456789ABCDEFGHIJab", running, work);

        await new Cancellation(new FolderArtifactStore(_folder.Path)).AskAsync("0123456789ABCDEFGHIJab", default);

        await watch.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(running.IsCanceled);
    }
}
