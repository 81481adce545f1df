using DurableTask.Core.Exceptions;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Starts jobs: stores the project, then schedules the orchestration under the job's id. A start that fails in between leaves nothing, or,
/// where it has a key, what its repetition completes.
/// </summary>
public sealed class JobStarter(
    IArtifactStore store, IdempotencyKeys keys, KeepAlive keepAlive, JobAdmission admission, ServiceOptions options, JobTelemetry telemetry)
{
    /// <summary>Starts a job for a client that asks for its status when it likes.</summary>
    /// <param name="caller">Whose job it is (<see cref="CallerScope"/>): jobs of one caller share what one caller may have.</param>
    /// <param name="previous">Id of the job whose routing this one begins with; null for none.</param>
    public Task<string> StartAsync(DurableTaskClient client, string caller, ReadOnlyMemory<byte> project, string? previous, CancellationToken cancellationToken) =>
        WholeOrNotAsync(job => ScheduleAsync(client, caller, job, RouteBoardOrchestration.Name, project, Input(TimeSpan.Zero, previous), cancellationToken));

    /// <summary>Starts a job that is cancelled when its client stops polling.</summary>
    public Task<string> StartPolledAsync(DurableTaskClient client, string caller, ReadOnlyMemory<byte> project, CancellationToken cancellationToken) =>
        WholeOrNotAsync(job => SchedulePolledAsync(client, caller, job, RouteBoardOrchestration.Name, project, Input(options.KeepAlive), cancellationToken));

    /// <summary>Starts a job whose copper was routed elsewhere, to be checked and packed; cancelled when its client stops polling.</summary>
    /// <param name="route">The copper, as the front end sends it.</param>
    public Task<string> StartPolledRouteAsync(
        DurableTaskClient client, string caller, ReadOnlyMemory<byte> project, ReadOnlyMemory<byte> route, CancellationToken cancellationToken) =>
        WholeOrNotAsync(async job =>
        {
            await store.PutAsync(new JobFiles(job).Route, route, cancellationToken);
            var input = Input(options.KeepAlive) with { IsRouted = true, ReuseResults = false };
            await SchedulePolledAsync(client, caller, job, RouteBoardOrchestration.Name, project, input, cancellationToken);
        });

    /// <summary>Starts a panel of a board's package.</summary>
    /// <param name="request">With the panel's specification as <c>panel</c>.</param>
    public Task<string> StartPanelAsync(
        DurableTaskClient client, string caller, ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> package, CancellationToken cancellationToken) =>
        WholeOrNotAsync(async job =>
        {
            await store.PutAsync(new JobFiles(job).Board, package, cancellationToken);
            await ScheduleAsync(client, caller, job, MakePanelOrchestration.Name, request, Input(TimeSpan.Zero), cancellationToken);
        });

    /// <summary>Starts a panel of a packet; cancelled when its client stops polling.</summary>
    public Task<string> StartPolledPanelAsync(DurableTaskClient client, string caller, ReadOnlyMemory<byte> packet, CancellationToken cancellationToken) =>
        WholeOrNotAsync(job => SchedulePolledAsync(client, caller, job, MakePanelOrchestration.Name, packet, Input(options.KeepAlive), cancellationToken));

    /// <summary>The job of an idempotency key, started where it was not yet; null where the key stands for another project or previous job.</summary>
    /// <remarks>A start that broke off between claiming the key and scheduling is completed by its repetition.</remarks>
    public async Task<string?> StartOnceAsync(
        DurableTaskClient client, CallerKey key, ReadOnlyMemory<byte> project, string? previous, CancellationToken cancellationToken)
    {
        var job = await keys.ClaimAsync(key, project, previous, cancellationToken);
        if (job is not null && await client.GetInstanceAsync(job, false, cancellationToken).OrUnavailableAsync() is null)
        {
            await ScheduleAsync(client, key.Caller, job, RouteBoardOrchestration.Name, project, Input(TimeSpan.Zero, previous), cancellationToken);
        }

        return job;
    }

    /// <summary>
    /// Nobody learns the id of a start that failed, so its files go. Where its orchestration was scheduled all the same and only the answer got
    /// lost, that job finds no project and ends.
    /// </summary>
    private async Task<string> WholeOrNotAsync(Func<string, Task> start)
    {
        var job = JobId.New();
        try
        {
            await start(job);
            return job;
        }
        catch
        {
            await ForgetAsync(job);
            throw;
        }
    }

    private async Task ForgetAsync(string job)
    {
        try
        {
            await store.DeleteAllAsync(new JobFiles(job).Folder, CancellationToken.None);
        }
        catch (Exception e) when (StorageFault.IsPassing(e))
        {
            // The storage that refused the start refuses this too; the hourly purge will find the files.
        }
    }

    private JobInput Input(TimeSpan patience, string? previous = null) => new(
        patience.TotalSeconds, options.MaxRunningTime.TotalSeconds, options.RetryInterval.TotalSeconds, options.ReuseResults, previous)
    {
        InPlaceSeconds = options.InPlaceSeconds,
    };

    private async Task SchedulePolledAsync(
        DurableTaskClient client, string caller, string job, string orchestration, ReadOnlyMemory<byte> request, JobInput input, CancellationToken cancellationToken)
    {
        await keepAlive.TouchAsync(job, cancellationToken);
        await ScheduleAsync(client, caller, job, orchestration, request, input, cancellationToken);
    }

    private async Task ScheduleAsync(
        DurableTaskClient client, string caller, string job, string orchestration, ReadOnlyMemory<byte> request, JobInput input, CancellationToken cancellationToken)
    {
        await admission.EnterAsync(client, cancellationToken);
        await store.PutAsync(new JobFiles(job).Project, request, cancellationToken);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                orchestration, input, new StartOrchestrationOptions(job) { Tags = new Dictionary<string, string> { [WorkTags.Client] = caller } }, cancellationToken).OrUnavailableAsync();
            telemetry.JobStarted(job);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Two repetitions of one start: the other was first, and its job is this one.
        }
    }
}
