using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Azure.Core.Serialization;
using DurableTask.Core.Settings;
using MakeDevice.Functions;
using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Hub;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MakeDevice.Local.Hosting;

/// <summary>What a host is started with.</summary>
/// <param name="Address">Where it listens; port 0 for any free one.</param>
/// <param name="Hub">Folder of the hub, or storage account of a shared one (<see cref="AzureHub"/>).</param>
/// <param name="Workers">Activities at once; at least 1.</param>
/// <param name="RequireKeys">Whether authorization levels are enforced.</param>
/// <param name="Functions">The app's functions (<see cref="FunctionFinder"/>).</param>
/// <param name="AddServices">The app's registration, the same as in its Program.</param>
internal sealed record HostOptions(
    IPEndPoint Address,
    HubPlace Hub,
    int Workers,
    bool RequireKeys,
    IReadOnlyList<HostFunction> Functions,
    Action<IServiceCollection, IConfiguration> AddServices);

/// <summary>
/// The function app in one process: Kestrel for HTTP, DurableTask.Core's dispatchers over a hub, timers. Kestrel runs bare, without the generic host:
/// that halves the time to the first answer.
/// </summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    private const string LogName = "MakeDevice.Host";

    /// <summary>Well below the two seconds after which the command line ends the process.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly HostOptions _options;
    private readonly HostSettings _settings;
    private readonly ILoggerFactory _loggers;
    private readonly ServiceProvider _services;
    private readonly FunctionCatalog _catalog;
    private readonly FunctionRunner _runner;
    private readonly TaskCompletionSource<HubClient> _client = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KestrelServer _server;
    private readonly HttpFrontDoor _door;
    private readonly Lazy<MetricsPage> _metrics;
    private HubWorker? _hub;
    private TimerFunctions? _timers;
    private Task<IHostedService[]> _beside = Task.FromResult<IHostedService[]>([]);
    private string? _address;

    /// <exception cref="FormatException">A route is malformed.</exception>
    /// <exception cref="InvalidOperationException">A setting or a function is wrong.</exception>
    public FunctionHost(HostOptions options, HostSettings settings, ILoggerFactory loggers)
    {
        (_options, _settings, _loggers) = (options, settings, loggers);
        AccessKeys keys = new(options.RequireKeys, settings.Configuration);
        _services = Services(options, settings, loggers);
        _metrics = new Lazy<MetricsPage>(() => new MetricsPage(_services));
        _catalog = new FunctionCatalog(options.Functions, settings.RoutePrefix);
        _runner = new FunctionRunner(_services, _client.Task);
        ManagementApi management = new(_client.Task, keys, settings.TrustedProxies);
        _door = new HttpFrontDoor(_catalog, _services, _runner, management, keys, Guard(options, settings), settings, _metrics, loggers.CreateLogger(LogName));
        _server = Kestrel(options.Address, settings.MaxBodyBytes, loggers, _services);
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:7071</c>.</summary>
    public string Address => _address ?? throw new InvalidOperationException("The host has not started.");

    /// <summary>Fails where what a storage account holds turns out to be another version's: a <see cref="StoreRefusedException"/> says which; never ends else. After <see cref="StartAsync"/>.</summary>
    public Task Refused => _hub!.Refused;

    /// <summary>
    /// Listens, and then opens the hub: what needs no hub (health, the editor's page) is answered at once, the rest when it is open. Returns when everything is.
    /// </summary>
    /// <exception cref="IOException">The port is in use, or the hub cannot be used: a <see cref="StoreRefusedException"/> says why.</exception>
    /// <exception cref="FormatException">A schedule or the hub's place is malformed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_services.GetService<ServiceOptions>() is { } app)
        {
            RequestThreads.Reserve(app.Workers);
        }

        Readiness? readiness = _services.GetService<Readiness>();
        readiness?.Begin();
        Task warm = Task.Run(_door.WarmUpAsync, cancellationToken);
        try
        {
            await _server.StartAsync(_door, cancellationToken);
        }
        catch (SocketException refused)
        {
            throw new IOException(refused.Message, refused);
        }

        _address = _server.Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "localhost", StringComparison.Ordinal);
        await warm;
        OpenHub();
        readiness?.End();
        // Not needed to answer, so not before the first answer.
        _ = Task.Run(_services.GetService<JobTelemetry>, cancellationToken); // so that the machine's figures are among the metrics
        _beside = Task.Run(StartBesideAsync, cancellationToken);
    }

    /// <summary>Stops: no new connections; requests and activities under way get a moment to finish.</summary>
    public async Task StopAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        _timers?.Dispose();
        _timers = null;
        await Task.WhenAll(_server.StopAsync(limit.Token), _hub?.StopAsync(Patience) ?? Task.CompletedTask);
        foreach (IHostedService service in await _beside)
        {
            await service.StopAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timers?.Dispose();
        _server.Dispose();
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        _door.Dispose();
        if (_metrics.IsValueCreated)
        {
            _metrics.Value.Dispose();
        }

        await _services.DisposeAsync();
    }

    /// <summary>Opens the hub and runs what it has.</summary>
    private void OpenHub()
    {
        try
        {
            DataConverter converter = new JsonDataConverter(_services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value);
            _hub = new HubWorker(_options.Hub, _options.Workers, _settings.HubName, _loggers);
            _hub.Take(new HubFunctions(_runner, _catalog, converter, _loggers, _hub.Stopping), Versioning(_settings));
            _timers = new TimerFunctions(_catalog, _runner, _settings.Configuration, _loggers.CreateLogger(LogName));
            HubClient client = new(_hub.Client, _hub.Mark, converter, name => _catalog.FindOrchestrator(name) is not null, _settings.DefaultVersion);
            _hub.Start((_services.GetService<IArtifactStore>() as MarkedStore)?.Mark);
            _client.SetResult(client);
        }
        catch (Exception refused)
        {
            _client.SetException(refused);
            throw;
        }
    }

    /// <summary>What the app runs beside its functions: the export of telemetry, where it is configured.</summary>
    private async Task<IHostedService[]> StartBesideAsync()
    {
        IHostedService[] services = [.. _services.GetServices<IHostedService>()];
        foreach (IHostedService service in services)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return services;
    }

    private static RequestGuard Guard(HostOptions options, HostSettings settings) => new(
        new HostNames(settings.AllowedHosts), !IPAddress.IsLoopback(options.Address.Address), options.RequireKeys, settings.CorsOrigins, settings.TrustedProxies);

    private static VersioningSettings? Versioning(HostSettings settings) => settings.DefaultVersion.Length == 0 ? null : new VersioningSettings
    {
        Version = settings.DefaultVersion,
        MatchStrategy = HostSettings.Choice(settings.VersionMatchStrategy, VersioningSettings.VersionMatchStrategy.CurrentOrOlder),
        FailureStrategy = HostSettings.Choice(settings.VersionFailureStrategy, VersioningSettings.VersionFailureStrategy.Reject),
    };

    private static ServiceProvider Services(HostOptions options, HostSettings settings, ILoggerFactory loggers)
    {
        ServiceCollection services = new();
        services.AddOptions();
        services.AddSingleton(settings.Configuration);
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        DiagnosticListener diagnostics = new(LogName);
        services.AddSingleton(diagnostics);
        services.AddSingleton<DiagnosticSource>(diagnostics);
        services.AddRouting();
        if (settings.CorsOrigins.Count > 0)
        {
            services.AddCors();
        }

        // As the worker's own defaults are.
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.AddOptions<WorkerOptions>().PostConfigure<IOptions<JsonSerializerOptions>>((worker, json) => worker.Serializer ??= new JsonObjectSerializer(json.Value));
        options.AddServices(services, settings.Configuration);
        return services.BuildServiceProvider();
    }

    private static KestrelServer Kestrel(IPEndPoint address, long maxBody, ILoggerFactory loggers, IServiceProvider services)
    {
        KestrelServerOptions options = new() { AddServerHeader = false, ApplicationServices = services };
        options.Limits.MaxRequestBodySize = maxBody;
        options.Listen(address, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        SocketTransportFactory sockets = new(Options.Create(new SocketTransportOptions()), loggers);
        return new KestrelServer(Options.Create(options), sockets, loggers);
    }
}
