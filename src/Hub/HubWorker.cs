using DurableTask.Core;
using DurableTask.Core.Settings;
using MakeDevice.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Hub;

/// <summary>DurableTask.Core's dispatchers over a hub: starts them beside the host's first answers, and stops them soon.</summary>
internal sealed class HubWorker : IAsyncDisposable
{
    private static readonly TimeSpan StartAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterCancellation = TimeSpan.FromMilliseconds(500);

    private readonly IOrchestrationService _service;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly HubMetrics _metrics;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskHubWorker? _worker;
    private Task _started = Task.CompletedTask;

    /// <exception cref="IOException">The folder cannot be used; a <see cref="StoreRefusedException"/> says why.</exception>
    /// <exception cref="FormatException">The account is none.</exception>
    public HubWorker(HubPlace place, int workers, string name, ILoggerFactory loggers)
    {
        _loggers = loggers;
        _log = loggers.CreateLogger("MakeDevice.Hub");
        if (place.Folder is { } folder)
        {
            SqliteHub hub = new(folder, workers, _log);
            (_service, Client, _metrics) = (hub, hub.Client, new HubMetrics(hub));
        }
        else
        {
            DurableTask.AzureStorage.AzureStorageOrchestrationService azure = AzureHub.Open(place, name, workers, loggers);
            (_service, Client, Mark, _metrics) = (azure, azure, AzureHub.Mark(place, name), new HubMetrics(null));
        }
    }

    public IOrchestrationServiceClient Client { get; }

    /// <summary>Of an account; null for a folder, whose file carries its own.</summary>
    public FormatMark? Mark { get; }

    /// <summary>Fails where what a mark stands for is another version's; never ends else.</summary>
    public Task Refused => _refused.Task;

    /// <summary>Cancelled where an activity must not run on.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>What the dispatchers will run; before <see cref="Start"/>.</summary>
    /// <param name="functions">Finds orchestrations and activities by their names.</param>
    /// <param name="versioning">Null where instances have no versions.</param>
    public void Take<T>(T functions, VersioningSettings? versioning)
        where T : INameVersionObjectManager<TaskOrchestration>, INameVersionObjectManager<TaskActivity>
    {
        _worker = versioning is null
            ? new TaskHubWorker(_service, functions, functions, _loggers)
            : new TaskHubWorker(_service, functions, functions, versioning, _loggers);
        _worker.ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails;
        _metrics.Watch(_worker);
    }

    /// <summary>Opened beside the host's start, and only when all accounts that jobs need are of this version's format; one that does not answer is asked again.</summary>
    /// <param name="artifacts">Of the account that the results are in; null where it is a folder.</param>
    public void Start(FormatMark? artifacts)
    {
        FormatMark[] marks = [.. new[] { Mark, artifacts }.OfType<FormatMark>()];
        _started = Task.Run(() => StartAsync(marks));
    }

    /// <summary>Running activities may finish within <paramref name="patience"/>, then they are cancelled; the next start repeats them.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (_started.IsCompletedSuccessfully && _worker is not null)
        {
            await _worker.StopAsync(isForced: true); // nothing more is begun; what runs goes on
        }

        await QuietAsync(patience);
        await _stopping.CancelAsync();
        await QuietAsync(AfterCancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await StopAsync(TimeSpan.Zero);
        }

        _worker?.Dispose();
        (_service as IDisposable)?.Dispose();
        _metrics.Dispose();
        _stopping.Dispose();
    }

    private async Task StartAsync(FormatMark[] marks)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                foreach (FormatMark mark in marks)
                {
                    await mark.RequireAsync(_stopping.Token);
                }

                await _service.CreateIfNotExistsAsync();
                await _worker!.StartAsync();
                return;
            }
            catch (StoreRefusedException refusal)
            {
                _refused.SetException(refusal);
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                _log.LogError(failure, "The hub does not start; it is tried again.");
            }

            await Task.Delay(StartAgain, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task QuietAsync(TimeSpan patience)
    {
        long until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (_metrics.Running > 0 && Environment.TickCount64 < until)
        {
            await Task.Delay(5);
        }
    }
}
