using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>
/// One job: prepare, route both sides at once, repair, verify, fabricate, package; raced against its longest running time and, on the
/// compatible endpoints, against its client's patience. Deterministic: time comes from the context, everything else from activities.
/// </summary>
public static class RouteBoardOrchestration
{
    public const string Name = "RouteBoard";

    [Function(Name)]
    public static async Task<JobResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<JobInput>() ?? throw new InvalidOperationException("A job was started without its input.");
        var started = context.CurrentUtcDateTime;
        var job = new BoardJob(context, input);
        var watch = new JobWatch(context, input);
        using var timers = new CancellationTokenSource();

        var work = job.RunAsync();
        var ended = watch.WaitAsync(timers.Token);
        var first = await Task.WhenAny(work, ended);
        var result = first == work ? await work : await job.StopAsync(await ended);
#pragma warning disable CA1849 // An orchestrator must not leave its own scheduler, which CancelAsync does.
        timers.Cancel();
#pragma warning restore CA1849
        return result with { Seconds = Math.Round((context.CurrentUtcDateTime - started).TotalSeconds, 3) };
    }
}
