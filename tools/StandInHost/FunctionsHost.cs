using System.Diagnostics;
using System.Net;
using System.Text.Json;
using DurableTask.Core;
using Grpc.Net.Client;
using MakeDevice.StandInHost.Rpc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;

namespace MakeDevice.StandInHost;

/// <summary>How long the start of a worker took, in seconds since the start of its process.</summary>
/// <param name="Connected">Its stream is open.</param>
/// <param name="Ready">All its functions are loaded.</param>
public sealed record StartTimes(double Connected, double Ready);

/// <summary>
/// Plays the part of the Azure Functions host for one app, where <c>func</c> cannot be had: starts the real worker process, speaks the worker
/// protocol with it, serves its HTTP functions and runs its orchestrations over a task hub in memory or in a storage account. On loopback only. What it is not:
/// host.json is not read, timers do not fire by themselves, and a hub in memory does not survive the process.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    /// <summary>The function key that clients must send.</summary>
    public const string FunctionKey = "stand-in-function-key";

    /// <summary>The durable extension's system key, which must never reach a client.</summary>
    public const string SystemKey = "stand-in-system-key";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private readonly WebApplication _rpc;
    private readonly Uri _hubAddress;
    private readonly GrpcChannel _channel;
    private readonly WorkerStream _stream;
    private readonly WorkerProcess _process;
    private readonly Worker _worker;
    private readonly CancellationTokenSource _stop = new();
    private WebApplication? _http;
    private Task _hub = Task.CompletedTask;

    private FunctionsHost(WebApplication rpc, Uri address, string app, IEnumerable<(string Name, string Value)> settings)
    {
        _rpc = rpc;
        _hubAddress = address;
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _stream = rpc.Services.GetRequiredService<WorkerStream>();
        _worker = new Worker(_stream);
        _process = new WorkerProcess(app, address, settings, _stream.Log);
    }

    /// <summary>Base address of the HTTP functions.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The functions, as the worker itself describes them.</summary>
    public IReadOnlyList<HostedFunction> Functions { get; private set; } = [];

    public StartTimes Times { get; private set; } = new(0, 0);

    /// <summary>Time stamp just before the worker's process was started.</summary>
    public long Started => _process.Started;

    public int WorkerProcessId => _process.Id;

    /// <summary>All that the worker has written: its log through the host, and its own output.</summary>
    public IReadOnlyCollection<string> Log => [.. _stream.Log];

    /// <param name="app">Folder of the built or published function app.</param>
    /// <param name="port">Port of the HTTP functions; 0 for a free one.</param>
    /// <param name="hub">Connection string of the task hub's account; null for a hub in memory.</param>
    /// <exception cref="InvalidOperationException">The worker ended, or could not load a function.</exception>
    public static async Task<FunctionsHost> StartAsync(
        string app, int port, IEnumerable<(string Name, string Value)> settings, string? hub, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(app);
        var rpc = await StartRpcAsync(hub, cancellationToken);
        var host = new FunctionsHost(rpc, new Uri(rpc.Urls.Single()), folder, settings);
        try
        {
            await host.ConnectAsync(folder, cancellationToken);
            await host.ServeAsync(port, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="Worker.Capabilities"/>
    public IReadOnlyDictionary<string, string> Capabilities => _worker.Capabilities;

    /// <summary>Runs a timer function now.</summary>
    public Task RunTimerAsync(string name, CancellationToken cancellationToken)
    {
        var function = Functions.Single(f => f.Name == name);
        var now = DateTime.UtcNow;
        var timer = JsonSerializer.Serialize(new { ScheduleStatus = new { Last = now, Next = now.AddHours(1), LastUpdated = now }, IsPastDue = false });
        List<(string, TypedData)> inputs = [(function.Parameter, new TypedData { Json = timer })];
        if (function.Client is { } client)
        {
            inputs.Add((client, new TypedData { String = DurableClient() }));
        }

        return _worker.InvokeAsync(function, inputs, [], cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _process.DisposeAsync();
        if (_http is not null)
        {
            await _http.DisposeAsync();
        }

        await _hub;
        _channel.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _rpc.StopAsync(soon.Token);
        await _rpc.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>The stream's and the task hub's server, on a free port.</summary>
    private static async Task<WebApplication> StartRpcAsync(string? hub, CancellationToken cancellationToken)
    {
        var builder = QuietBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton<WorkerStream>();
        TaskHub.Add(builder.Services, hub);
        var app = builder.Build();
        app.MapGrpcService<WorkerStream>();
        app.MapGrpcService<TaskHubGrpcServer>();
        await app.Services.GetRequiredService<IOrchestrationService>().CreateIfNotExistsAsync();
        await app.StartAsync(cancellationToken);
        return app;
    }

    private async Task ConnectAsync(string app, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        var ended = _process.EndedAsync(patience.Token);
        await await Task.WhenAny(_stream.Connected, ended);
        var connected = Stopwatch.GetElapsedTime(_process.Started).TotalSeconds;
        var loading = _worker.LoadAsync(app, patience.Token);
        await await Task.WhenAny(loading, ended);
        Functions = await loading;
        Times = new StartTimes(connected, Stopwatch.GetElapsedTime(_process.Started).TotalSeconds);
    }

    private async Task ServeAsync(int port, CancellationToken cancellationToken)
    {
        var hub = new TaskHub(_worker, Functions.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase), TaskHub.ClientOf(_channel));
        _hub = hub.RunAsync(_stop.Token);
        var builder = QuietBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _http = builder.Build();
        var functions = new HttpFunctions(_worker, FunctionKey, DurableClient());
        foreach (var function in Functions.Where(f => f.Trigger == "httpTrigger"))
        {
            functions.Map(_http, function);
        }

        await _http.StartAsync(cancellationToken);
        Address = new Uri(_http.Urls.Single());
    }

    /// <summary>What the durable extension hands to a function that asks for the client.</summary>
    private string DurableClient() => JsonSerializer.Serialize(new
    {
        taskHubName = "StandIn",
        connectionName = "",
        rpcBaseUrl = _hubAddress,
        requiredQueryStringParameters = $"code={SystemKey}",
        httpBaseUrl = "http://127.0.0.1/runtime/webhooks/durabletask",
        maxGrpcMessageSizeInBytes = 4 * 1024 * 1024,
        grpcHttpClientTimeout = JsonSerializer.Serialize(TimeSpan.FromSeconds(100)),
    });

    private static WebApplicationBuilder QuietBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        return builder;
    }
}
