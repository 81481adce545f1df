using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;

namespace MakeDevice.Functions.Activities;

/// <summary>
/// Runs one stage of a job: measured, stopped when the job is cancelled, and with its failures sorted. A fault of the infrastructure is
/// thrown, so that the retry policy repeats the stage; everything else would fail again and ends the job with a code.
/// </summary>
public sealed class StageRunner(Cancellation cancellation, CoreShare cores, JobTelemetry telemetry)
{
    public async Task<T> RunAsync<T>(
        string stage, string job, T empty, Func<CancellationToken, Task<T>> body, Func<T, StageStop, T> stopped, CancellationToken shutdown)
        where T : IStageResult
    {
        using var measured = telemetry.Begin(stage, job);
        cores.Enter();
        try
        {
            return measured.End(await WatchedAsync(job, body, shutdown));
        }
        catch (StageStoppedException e)
        {
            return Stopped(measured, stopped(empty, e.Stop));
        }
        catch (Exception e) when (StorageFault.IsPassing(e))
        {
            measured.Fail(e);
            throw;
        }
        catch (Exception e)
        {
            measured.Fail(e);
            return stopped(empty, new StageStop(JobOutcome.Failed, [$"INTERNAL_ERROR stage={stage} error={e.GetType().Name}"]));
        }
        finally
        {
            cores.Leave();
        }
    }

    private static StageStop Cancelled => new(JobOutcome.Cancelled, []);

    private async Task<T> WatchedAsync<T>(string job, Func<CancellationToken, Task<T>> body, CancellationToken shutdown)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(shutdown);

        // Off the caller's context: a stage computes, and a host that awaits on one thread must stay free.
        var running = Task.Run(() => body(work.Token), CancellationToken.None);
        await cancellation.WatchAsync(job, running, work);
        try
        {
            return await running;
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested && !shutdown.IsCancellationRequested)
        {
            // The marker; a cancellation that nobody asked for is a time-out of the network and falls under the retry policy.
            throw new StageStoppedException(Cancelled);
        }
    }

    private static T Stopped<T>(RunningStage measured, T result)
        where T : IStageResult
    {
        measured.Stop(result.Stop!);
        return result;
    }
}

/// <summary>Thrown inside a stage where the job cannot go on.</summary>
public sealed class StageStoppedException(StageStop stop) : Exception(stop.Status)
{
    public StageStop Stop { get; } = stop;
}
