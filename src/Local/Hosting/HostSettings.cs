using System.Globalization;
using System.Text.Json;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Hub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// Settings as <c>func start</c> gathers them: <c>local.settings.json</c> (its <c>Values</c>), over it the environment, over that the
/// command line; and from <c>host.json</c> what matters to a host: route prefix, log levels, the hub's name and times, and the version of orchestrations.
/// </summary>
internal sealed class HostSettings
{
    private const long DefaultBodyBytes = 16 * 1024 * 1024;

    /// <param name="folders">Where the two files are looked for, in this order.</param>
    /// <param name="defaults">Where nothing else says anything.</param>
    /// <param name="overrides">From the command line.</param>
    /// <exception cref="InvalidDataException">A file is not the JSON it should be.</exception>
    public HostSettings(
        IReadOnlyList<string> folders, IEnumerable<KeyValuePair<string, string?>> defaults, IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        IConfiguration host = Read(folders, "host.json");
        IConfiguration local = Read(folders, "local.settings.json");
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(defaults)
            .AddInMemoryCollection(Values(local.GetSection("Values")))
            .AddEnvironmentVariables()
            .AddInMemoryCollection(overrides)
            .Build();
        RoutePrefix = host["extensions:http:routePrefix"]?.Trim('/') ?? "";
        CorsOrigins = local["Host:CORS"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        IConfiguration durable = host.GetSection("extensions:durableTask");
        HubName = durable["hubName"] ?? "MakeDevice";
        DefaultVersion = durable["defaultVersion"] ?? JobVersion.Current;
        HubVisibility = new QueueVisibility(
            Visibility(durable, "controlQueueVisibilityTimeout") ?? QueueVisibility.Default.Control, Visibility(durable, "workItemQueueVisibilityTimeout") ?? QueueVisibility.Default.Work);
        HasPartitionTable = Flag(durable, "useTablePartitionManagement") ?? true;
        (VersionMatchStrategy, VersionFailureStrategy) = (durable["versionMatchStrategy"], durable["versionFailureStrategy"]);
        LogLevels = Levels(host.GetSection("logging:logLevel"));
    }

    public IConfiguration Configuration { get; }

    /// <summary>Before every function's route; empty where host.json says nothing, since this app's routes are complete.</summary>
    public string RoutePrefix { get; }

    /// <summary>Origins that the host itself answers for (<c>Host.CORS</c>); empty where the functions do.</summary>
    public IReadOnlyList<string> CorsOrigins { get; }

    /// <summary>Of a hub in a storage account.</summary>
    public string HubName { get; }

    /// <summary>Of the queues of a hub in a storage account.</summary>
    public QueueVisibility HubVisibility { get; }

    /// <summary>Of a hub in a storage account (<see cref="HubPlace.HasPartitionTable"/>); as the durable extension's own default is, where host.json says nothing.</summary>
    public bool HasPartitionTable { get; }

    /// <summary>Version of the orchestrations that are started: the code's own, where host.json says nothing. Empty where they have none.</summary>
    public string DefaultVersion { get; }

    /// <summary>By its name in DurableTask.Core, which a start does not load before it listens; null where nothing is said.</summary>
    public string? VersionMatchStrategy { get; }

    /// <inheritdoc cref="VersionMatchStrategy"/>
    public string? VersionFailureStrategy { get; }

    /// <summary>Origins that may read an answer which no function gave: those of <see cref="CorsOrigins"/>, else those that the functions allow.</summary>
    public IReadOnlyList<string> ErrorOrigins => CorsOrigins.Count > 0
        ? CorsOrigins
        : List("AllowedOrigins", PageOrigin.Any);

    /// <summary>Names that the host answers to beside loopback's and the machine's own (<see cref="HostNames"/>); <c>MakeDevice:AllowedHosts</c>.</summary>
    public IReadOnlyList<string> AllowedHosts => List("AllowedHosts", "");

    /// <summary>Whose word counts for the host and scheme that a client sees; <c>MakeDevice:TrustedProxies</c>.</summary>
    /// <exception cref="FormatException">The setting names something that is no address.</exception>
    public TrustedProxies TrustedProxies => Configuration["MakeDevice:TrustedProxies"] is { Length: > 0 } text ? TrustedProxies.Parse(text) : TrustedProxies.Loopback;

    /// <summary>Lowest level shown, by prefix of the category; the empty prefix is the default.</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; }

    /// <summary>Most bytes of a body; the setting has the name that Azure Functions gives it.</summary>
    public long MaxBodyBytes => long.TryParse(
        Configuration["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && bytes > 0 ? bytes : DefaultBodyBytes;

    private string[] List(string name, string fallback) =>
        (Configuration[$"MakeDevice:{name}"] ?? fallback).Split([',', ';', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IConfiguration Read(IReadOnlyList<string> folders, string name)
    {
        ConfigurationBuilder builder = new();
        if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } path)
        {
            return builder.Build();
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return builder.AddJsonStream(file).Build();
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            throw new InvalidDataException($"SETTINGS_INVALID path={path} error={malformed.Message}", malformed);
        }
    }

    /// <summary>From a second to the seven days that Azure takes; null where nothing is said.</summary>
    private static TimeSpan? Visibility(IConfiguration durable, string name) => durable[$"storageProvider:{name}"] switch
    {
        null => null,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(7) => time,
        _ => throw new InvalidDataException($"SETTINGS_INVALID path=host.json error={name} must be a time from 00:00:01 to 7.00:00:00"),
    };

    /// <summary>Null where nothing is said.</summary>
    private static bool? Flag(IConfiguration durable, string name) => durable[$"storageProvider:{name}"] switch
    {
        null => null,
        var text when bool.TryParse(text, out bool flag) => flag,
        _ => throw new InvalidDataException($"SETTINGS_INVALID path=host.json error={name} must be true or false"),
    };

    /// <summary>Names with <c>__</c> for a level, as in the environment.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Values(IConfiguration values)
    {
        foreach ((string key, string? value) in values.AsEnumerable(makePathsRelative: true))
        {
            if (value is not null)
            {
                yield return KeyValuePair.Create(key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), (string?)value);
            }
        }
    }

    private static Dictionary<string, LogLevel> Levels(IConfiguration levels)
    {
        Dictionary<string, LogLevel> found = new(StringComparer.OrdinalIgnoreCase)
        {
            [""] = LogLevel.Information,
            ["DurableTask"] = LogLevel.Warning, // a line or more for every step
            ["Microsoft"] = LogLevel.Warning,
        };
        foreach (IConfigurationSection level in levels.GetChildren())
        {
            string category = level.Key.Equals("default", StringComparison.OrdinalIgnoreCase) ? "" : level.Key;
            found[category] = Choice(level.Value, found.GetValueOrDefault(category, LogLevel.Information));
        }

        return found;
    }

    /// <summary>A value by its name; the fallback where there is none of that name.</summary>
    public static T Choice<T>(string? text, T fallback)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out T choice) ? choice : fallback;
}
