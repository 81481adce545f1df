using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.Settings;
using MakeDevice.Hub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Hub;

/// <summary>A hub in a folder of its own with DurableTask.Core's dispatchers over it; orchestrators and activities are given as lambdas.</summary>
internal sealed class HubFixture(int workers = 4) : INameVersionObjectManager<TaskOrchestration>, INameVersionObjectManager<TaskActivity>, IAsyncDisposable
{
    private readonly Dictionary<string, TaskOrchestration> _orchestrators = [];
    private readonly Dictionary<string, TaskActivity> _activities = [];
    private TaskHubWorker? _worker;

    public string Folder { get; } = Directory.CreateTempSubdirectory("hub-").FullName;

    public SqliteHub Hub { get; private set; } = null!;

    public HubClient Client { get; private set; } = null!;

    /// <summary>Inputs of every run of every activity, in the order in which they began.</summary>
    public ConcurrentQueue<string> Runs { get; } = new();

    /// <summary>Version of the host from its next start on; empty where instances have none.</summary>
    public string Version { get; set; } = "";

    /// <summary>Lines that DurableTask.Core has logged.</summary>
    public LineCount Log { get; } = new();

    public HubFixture Orchestrator<TIn, TOut>(string name, Func<TaskOrchestrationContext, TIn?, Task<TOut?>> body)
    {
        _orchestrators[name] = DurableTaskShimFactory.Default.CreateOrchestration(name, body);
        return this;
    }

    public HubFixture Activity<TIn, TOut>(string name, Func<TIn, Task<TOut?>> body)
    {
        _activities[name] = DurableTaskShimFactory.Default.CreateActivity<TIn, TOut>(name, (_, input) =>
        {
            Runs.Enqueue($"{name} {input}");
            return body(input!);
        });
        return this;
    }

    public async Task<HubFixture> StartAsync()
    {
        Hub = new SqliteHub(Folder, workers);
        Client = new HubClient(Hub.Client, null, JsonDataConverter.Default, _orchestrators.ContainsKey, Version);
        VersioningSettings versioning = new()
        {
            Version = Version,
            MatchStrategy = Version.Length == 0 ? VersioningSettings.VersionMatchStrategy.None : VersioningSettings.VersionMatchStrategy.CurrentOrOlder,
        };
        _worker = new TaskHubWorker(Hub, this, this, versioning, new LoggerFactory([Log])) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        await _worker.StartAsync();
        return this;
    }

    /// <summary>Stops without letting anything finish, as near to a kill as one process can come, and starts on the same folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        await _worker!.StopAsync(isForced: true);
        Hub.Dispose();
    }

    public Task<string> BeginAsync(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        return await Client.WaitForInstanceCompletionAsync(id, true, limit.Token);
    }

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (int i = 0; i < 3000 && !await condition(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(await condition());
    }

    public Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public async Task StatusAsync(string id, OrchestrationRuntimeStatus status) =>
        await UntilAsync(async () => (await Client.GetInstanceAsync(id))?.RuntimeStatus == status);

    void INameVersionObjectManager<TaskOrchestration>.Add(ObjectCreator<TaskOrchestration> creator) => throw new NotSupportedException();

    void INameVersionObjectManager<TaskActivity>.Add(ObjectCreator<TaskActivity> creator) => throw new NotSupportedException();

    TaskOrchestration? INameVersionObjectManager<TaskOrchestration>.GetObject(string name, string? version) => _orchestrators.GetValueOrDefault(name);

    TaskActivity? INameVersionObjectManager<TaskActivity>.GetObject(string name, string? version) => _activities.GetValueOrDefault(name);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Counts log lines.</summary>
internal sealed class LineCount : ILoggerProvider, ILogger
{
    private int _lines;

    public int Lines => Volatile.Read(ref _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Interlocked.Increment(ref _lines);

    public void Dispose()
    {
    }
}
