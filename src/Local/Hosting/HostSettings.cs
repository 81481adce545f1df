using System.Globalization;
using System.Text.Json;
using DurableTask.Core.Settings;
using MakeDevice.Functions.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// Settings as <c>func start</c> gathers them: <c>local.settings.json</c> (its <c>Values</c>), over it the environment, over that the
/// command line; and from <c>host.json</c> what matters to a host: route prefix, log levels, the hub's name and the version of orchestrations.
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
        using JsonDocument? host = Read(folders, "host.json");
        using JsonDocument? local = Read(folders, "local.settings.json");
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(defaults)
            .AddInMemoryCollection(Values(local))
            .AddEnvironmentVariables()
            .AddInMemoryCollection(overrides)
            .Build();
        RoutePrefix = Find(host, "extensions", "http", "routePrefix")?.GetString()?.Trim('/') ?? "";
        CorsOrigins = Find(local, "Host", "CORS")?.GetString()?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        HubName = Find(host, "extensions", "durableTask", "hubName")?.GetString() ?? "MakeDevice";
        DefaultVersion = Find(host, "extensions", "durableTask", "defaultVersion")?.GetString() ?? "";
        VersionMatchStrategy = Choice(host, "versionMatchStrategy", VersioningSettings.VersionMatchStrategy.CurrentOrOlder);
        VersionFailureStrategy = Choice(host, "versionFailureStrategy", VersioningSettings.VersionFailureStrategy.Reject);
        LogLevels = Levels(Find(host, "logging", "logLevel"));
    }

    public IConfiguration Configuration { get; }

    /// <summary>Before every function's route; empty where host.json says nothing, since this app's routes are complete.</summary>
    public string RoutePrefix { get; }

    /// <summary>Origins that the host itself answers for (<c>Host.CORS</c>); empty where the functions do.</summary>
    public IReadOnlyList<string> CorsOrigins { get; }

    /// <summary>Of a hub in a storage account.</summary>
    public string HubName { get; }

    /// <summary>Version of the orchestrations that are started; empty where they have none.</summary>
    public string DefaultVersion { get; }

    public VersioningSettings.VersionMatchStrategy VersionMatchStrategy { get; }

    public VersioningSettings.VersionFailureStrategy VersionFailureStrategy { get; }

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

    private static JsonDocument? Read(IReadOnlyList<string> folders, string name)
    {
        string? path = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        try
        {
            return path is null ? null : JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"SETTINGS_INVALID path={path} error={malformed.Message}", malformed);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Values(JsonDocument? local) =>
        Find(local, "Values") is { ValueKind: JsonValueKind.Object } values
            ? [.. values.EnumerateObject().Select(v => KeyValuePair.Create(v.Name.Replace("__", ":", StringComparison.Ordinal), (string?)v.Value.ToString()))]
            : [];

    private static Dictionary<string, LogLevel> Levels(JsonElement? levels)
    {
        Dictionary<string, LogLevel> found = new(StringComparer.OrdinalIgnoreCase)
        {
            [""] = LogLevel.Information,
            ["DurableTask"] = LogLevel.Warning, // a line or more for every step
            ["Microsoft"] = LogLevel.Warning,
        };
        foreach (JsonProperty level in levels is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : default)
        {
            if (Enum.TryParse(level.Value.ToString(), ignoreCase: true, out LogLevel value))
            {
                found[level.NameEquals("default") ? "" : level.Name] = value;
            }
        }

        return found;
    }

    private static T Choice<T>(JsonDocument? host, string name, T fallback)
        where T : struct, Enum => Enum.TryParse(Find(host, "extensions", "durableTask", name)?.GetString(), ignoreCase: true, out T choice) ? choice : fallback;

    private static JsonElement? Find(JsonDocument? document, params ReadOnlySpan<string> path)
    {
        JsonElement? at = document?.RootElement.Clone();
        foreach (string name in path)
        {
            at = at is { ValueKind: JsonValueKind.Object } node && node.TryGetProperty(name, out JsonElement child) ? child : null;
        }

        return at;
    }
}
