using System.Globalization;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Uploads;
using MakeDevice.Routing.Projects;
using Microsoft.Extensions.Configuration;

namespace MakeDevice.Functions;

/// <summary>What an operator may set, from the section <c>MakeDevice</c> (environment: <c>MakeDevice__Storage</c> and so on).</summary>
public sealed record ServiceOptions
{
    /// <summary>Most bytes of a request's body, of a project, and of a route: 5 MiB.</summary>
    public const int MaxBodyBytes = 5 * 1024 * 1024;

    /// <summary>Most bytes of a request for a panel: 16 MiB.</summary>
    public const int MaxPanelBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Where artifacts live: a folder, a storage connection string, or the URL of a blob service that is entered with the host's identity.
    /// </summary>
    public required string Storage { get; init; }

    /// <summary>Blob container of the artifacts.</summary>
    public required string Container { get; init; }

    /// <summary>Where module packages come from: a folder, or <c>blob:NAME</c> for a container beside the artifacts'.</summary>
    public required string Modules { get; init; }

    /// <summary>
    /// Where the base images of brains come from: a folder, or <c>blob:NAME</c>; empty for the folder <c>firmware</c> beside the module packages',
    /// where there is one.
    /// </summary>
    public string Firmware { get; init; } = "";

    /// <summary>Client id of a user-assigned identity; empty for the system's own.</summary>
    public required string IdentityClientId { get; init; }

    /// <summary>Origins that a browser may call from; <c>*</c> for any. The API has no cookies, so an origin alone grants nothing.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>Instances and blobs older than this are purged; default 24 h.</summary>
    public required TimeSpan Retention { get; init; }

    /// <summary>Longest time that a job may run; default 10 min.</summary>
    public required TimeSpan MaxRunningTime { get; init; }

    /// <summary>A job of the compatible endpoints that nobody polled for this long is cancelled; default 60 s.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>Wait before the first repetition of a stage whose storage failed; doubled each time; default 1 s.</summary>
    public required TimeSpan RetryInterval { get; init; }

    /// <summary>Longest wait for one answer of the blob storage; tried three times; default 20 s.</summary>
    public TimeSpan StorageTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Threads that activities share (<see cref="Activities.CoreShare"/>); the result does not depend on it; default: the cores of the machine.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Seconds that the routing of a board may take to be done, with all the rest of the job, by the job's first activity: most boards route in milliseconds, and a job that is one activity
    /// waits in a queue once. What takes longer is shared out; 0: always; default 3.
    /// </summary>
    public int InPlaceSeconds { get; init; } = 3;

    /// <summary>Jobs that may wait or run at a time; a start beyond them is refused with 429; 0: no limit; default 500.</summary>
    public int MaxActiveJobs { get; init; } = 500;

    /// <summary>Room on the disk that a job's files are expected to take; a start that finds less beside the jobs at work is refused with 503; 0: not looked at; default 2 MiB.</summary>
    public int JobMegabytes { get; init; } = 2;

    /// <summary>Memory that routing one board may take; a board whose grid takes more gets a coarser one, or is refused with BOARD_TOO_LARGE; at least 100; default 600 MB.</summary>
    public int RoutingMegabytes { get; init; } = (int)BoardSource.DefaultMegabytes;

    /// <summary>Memory for answers to sub-problems of routing that came up before; 0: none; default 16 MiB. None, too, without <see cref="ReuseResults"/>.</summary>
    public int RoutingCacheMegabytes { get; init; } = 16;

    /// <summary>True where a finished result may be reused for equal input; default true.</summary>
    public required bool ReuseResults { get; init; }

    /// <summary>Jobs that one client address may start in a minute, at once or spread; 0: no limit; default 60.</summary>
    public int StartsPerMinute { get; init; } = 60;

    /// <summary>Other requests of one client address in a minute; 0: no limit; default 1200.</summary>
    public int RequestsPerMinute { get; init; } = 1200;

    /// <summary>File of rotation offsets to the houses' part libraries; empty for none.</summary>
    public string RotationOffsets { get; init; } = "";

    /// <summary>Whose word counts for the host and scheme that a client sees; default: a proxy on this machine.</summary>
    public TrustedProxies TrustedProxies { get; init; } = TrustedProxies.Loopback;

    /// <summary>
    /// Fabrication houses that packages may be uploaded to, by name; each with the address where its shop takes files, or null for the one that is known.
    /// None by default: these endpoints are the shops' own, without any contract.
    /// </summary>
    public IReadOnlyDictionary<string, Uri?> Uploads { get; init; } = new Dictionary<string, Uri?>();

    /// <summary>Longest time that an upload to a house may take; default 30 s.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public static ServiceOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection("MakeDevice");
        return new ServiceOptions
        {
            Storage = Text(section, "Storage") ?? HostStorage(configuration) ?? Path.Combine(Path.GetTempPath(), "makedevice"),
            Container = Text(section, "Container") ?? "makedevice",
            Modules = Text(section, "Modules") ?? Path.Combine(AppContext.BaseDirectory, "modules"),
            Firmware = Text(section, "Firmware") ?? "",
            IdentityClientId = Text(section, "IdentityClientId") ?? Text(configuration, "AzureWebJobsStorage:clientId") ?? "",
            AllowedOrigins = (Text(section, "AllowedOrigins") ?? "*")
                .Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Retention = Seconds(section, "RetentionHours", 24, 3600),
            MaxRunningTime = Seconds(section, "MaxRunningSeconds", 600),
            KeepAlive = Seconds(section, "KeepAliveSeconds", 60),
            RetryInterval = Seconds(section, "RetrySeconds", 1),
            StorageTimeout = Seconds(section, "StorageTimeoutSeconds", 20),
            RoutingCacheMegabytes = Count(section, "RoutingCacheMegabytes", 16),
            RoutingMegabytes = AtLeast(section, "RoutingMegabytes", 100, (int)BoardSource.DefaultMegabytes),
            Workers = Math.Max(1, Count(section, "Workers", Environment.ProcessorCount)),
            InPlaceSeconds = Count(section, "InPlaceSeconds", 3),
            MaxActiveJobs = Count(section, "MaxActiveJobs", 500),
            JobMegabytes = Count(section, "JobMegabytes", 2),
            StartsPerMinute = Count(section, "StartsPerMinute", 60),
            RequestsPerMinute = Count(section, "RequestsPerMinute", 1200),
            RotationOffsets = Text(section, "RotationOffsets") ?? "",
            TrustedProxies = Proxies(section, "TrustedProxies"),
            Uploads = HousesOf(section),
            UploadTimeout = Seconds(section, "UploadTimeoutSeconds", 30),
            ReuseResults = !string.Equals(Text(section, "ReuseResults"), "false", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>The storage that the Functions host itself uses: a connection string or an identity-based connection.</summary>
    private static string? HostStorage(IConfiguration configuration) =>
        Text(configuration, "AzureWebJobsStorage")
        ?? Text(configuration, "AzureWebJobsStorage:blobServiceUri")
        ?? (Text(configuration, "AzureWebJobsStorage:accountName") is { } account ? $"https://{account}.blob.core.windows.net" : null);

    private static string? Text(IConfiguration configuration, string key) =>
        configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>Settings <c>Upload:HOUSE</c>: true, or another address of its shop.</summary>
    /// <exception cref="InvalidOperationException">A house is not known, or its setting is neither.</exception>
    private static Dictionary<string, Uri?> HousesOf(IConfiguration section)
    {
        var houses = new Dictionary<string, Uri?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetSection("Upload").GetChildren().Where(setting => !string.IsNullOrWhiteSpace(setting.Value)))
        {
            var house = HouseUpload.Known.FirstOrDefault(known => known.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidOperationException($"Setting MakeDevice:Upload:{setting.Key}: uploads go to {string.Join(", ", HouseUpload.Known)}.");
            if (!bool.TryParse(setting.Value, out var isOn))
            {
                houses[house] = Address(setting.Value!)
                    ?? throw new InvalidOperationException($"Setting MakeDevice:Upload:{house} must be true, false, or an https address, not '{setting.Value}'.");
            }
            else if (isOn)
            {
                houses[house] = null;
            }
        }

        return houses;
    }

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address : null;

    /// <exception cref="InvalidOperationException">The setting names something that is no address.</exception>
    private static TrustedProxies Proxies(IConfiguration section, string key)
    {
        try
        {
            return Text(section, key) is { } text ? TrustedProxies.Parse(text) : TrustedProxies.Loopback;
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException($"Setting MakeDevice:{key}: {e.Message}", e);
        }
    }

    /// <exception cref="InvalidOperationException">The setting is no positive number: a start with a wrong limit is refused.</exception>
    private static TimeSpan Seconds(IConfiguration section, string key, double fallback, double unit = 1)
    {
        if (Text(section, key) is not { } text)
        {
            return TimeSpan.FromSeconds(fallback * unit);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && value * unit < 1e8
            ? TimeSpan.FromSeconds(value * unit)
            : throw new InvalidOperationException($"Setting MakeDevice:{key} must be a positive number, not '{text}'.");
    }

    /// <exception cref="InvalidOperationException">The setting is no whole number up to a million, or less than it must be.</exception>
    private static int AtLeast(IConfiguration section, string key, int least, int fallback) => Count(section, key, fallback) is var value && value >= least
        ? value
        : throw new InvalidOperationException($"Setting MakeDevice:{key} must be at least {least}, not {value}.");

    /// <exception cref="InvalidOperationException">The setting is no whole number from 0 to a million.</exception>
    private static int Count(IConfiguration section, string key, int fallback)
    {
        if (Text(section, key) is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= 1_000_000
            ? value
            : throw new InvalidOperationException($"Setting MakeDevice:{key} must be a whole number, 0 for no limit, not '{text}'.");
    }
}
