using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MakeDevice.Functions.Tests.Support;

/// <summary>The storage emulator of <c>tests/azurite</c> with blobs, queues and tables, on free ports, with its data in a temporary folder.</summary>
internal sealed partial class Azurite : IDisposable
{
    /// <summary>The emulator's published development account; no secret.</summary>
    private const string Account =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;";

    private readonly TemporaryFolder _data = new();
    private readonly Process _process;

    private Azurite(Process process, string connection, TemporaryFolder data) => (_process, Connection, _data) = (process, connection, data);

    /// <summary>Why the emulator cannot be started here; null where it can.</summary>
    public static string? Missing { get; } = File.Exists(Script) ? null : "Azurite is not installed: run 'npm ci' in tests/azurite";

    public string Connection { get; }

    private static string Script =>
        Path.Combine(RepositoryFolders.Root, "tests", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>The emulator takes whatever ports are free and says which: ports that were free a moment ago may be another test's by now.</summary>
    public static async Task<Azurite> StartAsync()
    {
        var data = new TemporaryFolder();
        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { Script, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", data.Path, "--blobPort", "0", "--queuePort", "0", "--tablePort", "0" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("Azurite did not start.");
        _ = process.StandardError.ReadToEndAsync();
        var services = await ListeningAsync(process);
        _ = process.StandardOutput.ReadToEndAsync();
        var connection = $"{Account}BlobEndpoint={services["Blob"]}/devstoreaccount1;QueueEndpoint={services["Queue"]}/devstoreaccount1;TableEndpoint={services["Table"]}/devstoreaccount1;";
        return new Azurite(process, connection, data);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _data.Dispose();
    }

    /// <summary>The addresses of its three services, by name, as it says them once each of them listens.</summary>
    private static async Task<Dictionary<string, string>> ListeningAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var services = new Dictionary<string, string>();
        while (services.Count < 3)
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token);
            Assert.True(line is not null, "Azurite ended while it started.");
            if (Listening().Match(line) is { Success: true } match)
            {
                services[match.Groups[1].Value] = match.Groups[2].Value;
            }
        }

        return services;
    }

    [GeneratedRegex(@"^Azurite (Blob|Queue|Table) service is successfully listening at (http://127\.0\.0\.1:\d+)$")]
    private static partial Regex Listening();
}

/// <summary>A test with the storage emulator; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnAzuriteAttribute : FactAttribute
{
    public OnAzuriteAttribute() => Skip = Azurite.Missing;
}
