using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MakeDevice.Functions.Tests.Support;

/// <summary>The storage emulator of <c>tests/azurite</c> with blobs, queues and tables, on free ports, with its data in a temporary folder.</summary>
internal sealed class Azurite : IDisposable
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

    public static async Task<Azurite> StartAsync()
    {
        var (blobs, queues, tables) = (FreePort(), FreePort(), FreePort());
        var data = new TemporaryFolder();
        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { Script, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", data.Path, "--blobPort", Text(blobs), "--queuePort", Text(queues), "--tablePort", Text(tables) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("Azurite did not start.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var connection = $"{Account}BlobEndpoint={Address(blobs)};QueueEndpoint={Address(queues)};TableEndpoint={Address(tables)};";
        foreach (var port in new[] { blobs, queues, tables })
        {
            await ListeningAsync(process, port);
        }

        return new Azurite(process, connection, data);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _data.Dispose();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Address(int port) => $"http://127.0.0.1:{Text(port)}/devstoreaccount1";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ListeningAsync(Process process, int port)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            Assert.False(process.HasExited, "Azurite ended while it started.");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }
}

/// <summary>A test with the storage emulator; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnAzuriteAttribute : FactAttribute
{
    public OnAzuriteAttribute() => Skip = Azurite.Missing;
}
