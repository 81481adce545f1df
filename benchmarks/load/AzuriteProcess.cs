using System.Diagnostics;
using System.Net.Sockets;

namespace MakeDevice.Load;

/// <summary>Azurite on loopback ports; stopping it keeps its data, starting it again continues with them.</summary>
/// <param name="isHub">With the queues and tables that a task hub needs, too.</param>
internal sealed class AzuriteProcess(Options options, bool isHub = false) : IAsyncDisposable
{
    // The development account and key that Microsoft publishes for its emulator; it opens nothing else.
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private readonly DirectoryInfo location = Directory.CreateTempSubdirectory("makedevice-azurite-");
    private Process? process;

    private readonly int queues = HostProcess.FreePort();
    private readonly int tables = HostProcess.FreePort();

    public int Port { get; } = HostProcess.FreePort();

    /// <summary>Of an account with a task hub.</summary>
    public string HubConnectionString =>
        $"{ConnectionString(Port)}QueueEndpoint=http://127.0.0.1:{queues}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{tables}/devstoreaccount1;";

    public static string ConnectionString(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={DevelopmentKey};BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;";

    public async Task StartAsync(CancellationToken cancellation)
    {
        if (options.Azurite.Length == 0)
        {
            throw new InvalidOperationException("This scenario needs --azurite PATH.");
        }

        string[] services = isHub
            ? [Path.Combine(Path.GetDirectoryName(options.Azurite)!, "..", "azurite.js"), "--queuePort", $"{queues}", "--tablePort", $"{tables}"]
            : [options.Azurite];
        string[] arguments = [.. services, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", location.FullName, "--blobPort", $"{Port}"];
        process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        for (var i = 0; i < 300; i++)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", Port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, cancellation);
            }
        }

        throw new TimeoutException("Azurite did not listen within 30 s.");
    }

    /// <summary>
    /// Asks Azurite to end (SIGTERM). Its index is written to disk every few seconds only, so that killing it would lose blobs that it has
    /// acknowledged, which no real storage does.
    /// </summary>
    public async Task StopAsync()
    {
        if (process is not { HasExited: false } running)
        {
            return;
        }

        using (var signal = Process.Start("kill", ["-TERM", $"{running.Id}"]))
        {
            await signal.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            await running.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            running.Kill();
            await running.WaitForExitAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process?.Dispose();
        location.Delete(recursive: true);
    }
}
