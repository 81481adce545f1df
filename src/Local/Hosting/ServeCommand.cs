using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using MakeDevice.Functions;
using MakeDevice.Command;
using MakeDevice.Functions.Storage;
using MakeDevice.Hub;
using MakeDevice.Routing.Issues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary><c>makedevice serve</c>: the function app on this machine, without Azure's tools.</summary>
internal sealed record ServeCommand(
    int Port, string Host, string? Storage, string? Modules, string? Firmware, string? Hub, int Workers, bool RequireKeys, bool Open)
{
    private const string DataFolder = "makedevice-data";
    private const string ServeFailed = "SERVE_FAILED";
    private const string FunctionsNamespace = "MakeDevice.Functions";

    public static System.CommandLine.Command Create()
    {
        Option<int> port = new("--port") { Description = "Port to listen on; 0 for any free one.", DefaultValueFactory = _ => 7071 };
        Option<string> host = new("--host") { Description = "Address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        Option<string?> storage = new("--storage") { Description = "Folder of the results, or a storage connection string (default: setting MakeDevice__Storage, else ./makedevice-data)." };
        Option<string?> modules = new("--modules") { Description = "Folder of module packages (default: setting MakeDevice__Modules, else the samples)." };
        Option<string?> firmware = new("--firmware") { Description = "Folder of base images of brains, or blob:NAME (default: setting MakeDevice__Firmware, else firmware beside the modules)." };
        Option<string?> hub = new("--hub", "--journal") { Description = "Folder of the task hub, or the storage connection string of one that hosts share (default: setting MakeDevice__Hub; else .durable in the storage folder, or the storage account)." };
        Option<int> workers = new("--workers") { Description = "Activities at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> keys = new("--require-keys") { Description = "Enforce authorization levels with the keys of the settings MakeDevice__FunctionKey, MakeDevice__SystemKey and MakeDevice__MasterKey." };
        Option<bool> open = new("--open") { Description = "Open the board editor in the browser." };
        port.Validators.Add(result => InRange(result, "--port", 0, 65535));
        workers.Validators.Add(result => InRange(result, "--workers", 1, 256));
        System.CommandLine.Command command = new("serve", "Serve the HTTP API from this process.") { port, host, storage, modules, firmware, hub, workers, keys, open };
        command.SetAction((parsed, cancellationToken) => new ServeCommand(
            parsed.GetValue(port),
            parsed.GetValue(host)!,
            parsed.GetValue(storage),
            parsed.GetValue(modules),
            parsed.GetValue(firmware),
            parsed.GetValue(hub),
            parsed.GetValue(workers),
            parsed.GetValue(keys),
            parsed.GetValue(open)).RunAsync(cancellationToken));
        return command;
    }

    public Task<int> RunAsync(CancellationToken cancellationToken) => CommandFailure.GuardAsync(false, () => ServeAsync(cancellationToken));

    private static void InRange(System.CommandLine.Parsing.OptionResult result, string name, int low, int high)
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, out int number) || number < low || number > high))
        {
            result.AddError($"{name} must be a number from {low} to {high}.");
        }
    }

    /// <remarks>Kept out of line: what it names loads the web framework, which no other command needs.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            HostSettings settings = new([Directory.GetCurrentDirectory(), AppContext.BaseDirectory], Defaults(), Overrides());
            using LoggerFactory loggers = new([new ConsoleLog(Console.Error)], Filter(settings));
            RequireWritable(settings.Configuration["MakeDevice:Storage"]);
            await using FunctionHost host = new(Options(settings), settings, loggers);
            await host.StartAsync(cancellationToken);
            Console.Out.WriteLine($"Listening on {host.Address}");
            if (Open)
            {
                WebBrowser.Open(host.Address);
            }

            Task end = await Task.WhenAny(StoppedAsync(cancellationToken), host.Refused);
            await host.StopAsync();
            await end;
            return ExitCode.Done;
        }
        catch (StoreRefusedException refused)
        {
            throw Failed(refused.Code, Inputs.OneLine(refused.Detail));
        }
        catch (Exception refused) when (refused is IOException or InvalidOperationException or FormatException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Failed(ServeFailed, $"address={Inputs.OneLine(Host)}:{Port} error={Inputs.OneLine(refused.Message)}");
        }
    }

    /// <remarks>Kept out of line: an issue is a type of the routing core, which a host loads with its first job, not with its start.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InputException Failed(string code, string detail) => new(new Issue(code, detail));

    private static async Task StoppedAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }

    private HostOptions Options(HostSettings settings) => new(
        new IPEndPoint(ListenAddress(), Port),
        Place(settings),
        Workers,
        RequireKeys,
        FunctionFinder.Find(typeof(FunctionServices).Assembly, FunctionsNamespace),
        (services, configuration) => services.AddMakeDevice(configuration));

    private IPAddress ListenAddress() => Host.ToUpperInvariant() switch
    {
        "LOCALHOST" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(Host, out IPAddress? address)
            ? address
            : throw Failed(ServeFailed, $"host={Inputs.OneLine(Host)} error=not an IP address"),
    };

    /// <summary>What suits a trial: a folder here, and the packages that <c>route</c> would take.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Defaults()
    {
        yield return KeyValuePair.Create("MakeDevice:Storage", (string?)Path.GetFullPath(DataFolder));
        if (Inputs.FindModulesFolder(Directory.GetCurrentDirectory()) is { } modules)
        {
            yield return KeyValuePair.Create("MakeDevice:Modules", (string?)Path.GetFullPath(modules));
        }
    }

    private IEnumerable<KeyValuePair<string, string?>> Overrides()
    {
        if (Storage is not null)
        {
            yield return KeyValuePair.Create("MakeDevice:Storage", (string?)(IsFolder(Storage) ? Path.GetFullPath(Storage) : Storage));
        }

        if (Modules is not null)
        {
            bool blobs = Modules.StartsWith("blob:", StringComparison.Ordinal);
            yield return KeyValuePair.Create("MakeDevice:Modules", (string?)(blobs ? Modules : Path.GetFullPath(Inputs.ModulesFolder(Modules, "."))));
        }

        if (Firmware is not null)
        {
            bool blobs = Firmware.StartsWith("blob:", StringComparison.Ordinal);
            yield return KeyValuePair.Create("MakeDevice:Firmware", (string?)(blobs ? Firmware : Path.GetFullPath(Inputs.FirmwareFolder(Firmware))));
        }
    }

    private static bool IsFolder(string? storage) => storage is not null && !storage.Contains('=', StringComparison.Ordinal) && !storage.Contains("://", StringComparison.Ordinal);

    private static void RequireWritable(string? storage)
    {
        if (IsFolder(storage))
        {
            WritableFolder.Require(storage!);
        }
    }

    private HubPlace Place(HostSettings settings)
    {
        IConfiguration configuration = settings.Configuration;
        string? named = Hub ?? configuration["MakeDevice:Hub"] ?? configuration["MakeDevice:Journal"];
        string? storage = configuration["MakeDevice:Storage"];
        return (named, storage) switch
        {
            ({ Length: > 0 }, _) when IsFolder(named) => new HubPlace(Path.GetFullPath(named)),
            ({ Length: > 0 }, _) => Account(named, settings),
            _ when IsFolder(storage) => new HubPlace(Path.Combine(storage!, ".durable")), // no artifact's name begins with a dot
            _ => Account(storage!, settings),
        };
    }

    internal static HubPlace Account(string account, HostSettings settings) => new(null, account, ServiceOptions.From(settings.Configuration).IdentityClientId)
    {
        Visibility = settings.HubVisibility,
        HasPartitionTable = settings.HasPartitionTable,
    };

    private static LoggerFilterOptions Filter(HostSettings settings)
    {
        LoggerFilterOptions filter = new();
        foreach ((string category, LogLevel level) in settings.LogLevels)
        {
            filter.Rules.Add(new LoggerFilterRule(null, category.Length == 0 ? null : category, level, null));
        }

        return filter;
    }
}
