using System.Collections.Concurrent;
using System.Text.Json;
using MakeDevice.Local.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Local.Tests.Durable;

/// <summary>An engine over a folder of its own, with orchestrators and activities given as lambdas.</summary>
internal sealed class EngineFixture : IDurableFunctions, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, OrchestratorBody> _orchestrators = new();
    private readonly ConcurrentDictionary<string, ActivityBody> _activities = new();
    private readonly int _workers;
    private readonly bool _ownsFolder;

    public EngineFixture(int workers = 4, string? folder = null)
    {
        _workers = workers;
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("engine-").FullName;
    }

    public string Folder { get; }

    /// <summary>Set before <see cref="Start"/>.</summary>
    public TimeSpan WritePatience { get; set; } = TimeSpan.FromMinutes(1);

    public DurableEngine Engine { get; private set; } = null!;

    public EngineClient Client { get; private set; } = null!;

    public DataConverter Converter { get; } = new PayloadSerializer(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });

    /// <summary>Inputs of every run of every activity, in the order in which they began.</summary>
    public ConcurrentQueue<(string Name, string? Input)> Runs { get; } = new();

    public EngineFixture Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> body)
    {
        _orchestrators[name] = context => body(context);
        return this;
    }

    public EngineFixture Activity<TIn, TOut>(string name, Func<TIn, CancellationToken, Task<TOut>> body)
    {
        _activities[name] = async call =>
        {
            Runs.Enqueue((name, call.Input));
            return Converter.Serialize(await body(Converter.Deserialize<TIn>(call.Input)!, call.Cancellation));
        };
        return this;
    }

    public EngineFixture Activity<TIn, TOut>(string name, Func<TIn, TOut> body) =>
        Activity<TIn, TOut>(name, (input, _) => Task.FromResult(body(input)));

    public EngineFixture Start()
    {
        Engine = new DurableEngine(new EngineOptions(Folder, _workers, WritePatience), this, Converter, NullLoggerFactory.Instance);
        Client = new EngineClient(Engine, () => null, null);
        Engine.Start();
        return this;
    }

    /// <summary>Stops the engine without letting anything finish, as near to a kill as one process can come, and starts another.</summary>
    public async Task RestartAsync()
    {
        await Engine.DisposeAsync();
        Start();
    }

    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, string? id = null)
    {
        string instance = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));
        return await EndAsync(instance);
    }

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        return await Client.WaitForInstanceCompletionAsync(id, true, limit.Token);
    }

    public async Task UntilAsync(Func<bool> condition)
    {
        for (int i = 0; i < 3000 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }

    public string JournalOf(string id) => Directory.EnumerateFiles(Folder, "*.journal", SearchOption.AllDirectories)
        .Single(path => Journal.Read(path).Events is [ExecutionStarted started, ..] && started.InstanceId == id);

    OrchestratorBody? IDurableFunctions.FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    ActivityBody? IDurableFunctions.FindActivity(string name) => _activities.GetValueOrDefault(name);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
