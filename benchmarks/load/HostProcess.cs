using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MakeDevice.Load;

/// <summary>`makedevice serve` on a free loopback port, which a scenario may kill and start again on the same port, storage and hub.</summary>
/// <param name="storage">A folder or a connection string.</param>
/// <param name="hub">Folder of the task hub, or the connection string of its account.</param>
/// <param name="workers">Activities at once; null: as many as cores, which suits a folder but not storage that is waited for.</param>
/// <param name="settings">Further ones, as environment variables.</param>
internal sealed class HostProcess(Options options, string storage, string hub, int? workers = null, IReadOnlyDictionary<string, string>? settings = null) : IAsyncDisposable
{
    private readonly int port = FreePort();
    private Process? process;

    public Uri Address => new($"http://127.0.0.1:{port}/");

    public int? Pid => process is { HasExited: false } running ? running.Id : null;

    /// <summary>Starts the host and waits until it answers.</summary>
    /// <returns>Seconds from process start to the first answer of /api/health.</returns>
    public async Task<double> StartAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            options.Makedevice,
            [
                "serve", "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "--storage", storage, "--hub", hub, "--modules", options.Modules,
                .. workers is { } count ? new[] { "--workers", $"{count}" } : [],
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Each job shall be worked, not remembered; and this one client is no flood.
        start.Environment["MakeDevice__ReuseResults"] = "false";
        start.Environment["MakeDevice__StartsPerMinute"] = "0";
        start.Environment["MakeDevice__RequestsPerMinute"] = "0";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var begun = Stopwatch.GetTimestamp();
        process = Process.Start(start)!;
        _ = DrainAsync(process.StandardOutput);
        _ = DrainAsync(process.StandardError);
        await UntilHealthyAsync(cancellation);
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>SIGKILL: the host gets no chance to write anything.</summary>
    public async Task KillAsync()
    {
        if (process is { HasExited: false } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process?.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks over a bare socket every two milliseconds, so that the client's own start is not measured.</summary>
    private async Task UntilHealthyAsync(CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30))
        {
            if (process!.HasExited)
            {
                throw new InvalidOperationException($"The host ended with exit code {process.ExitCode} while it started.");
            }

            if (Answers())
            {
                return;
            }

            await Task.Delay(2, cancellation);
        }

        throw new TimeoutException("The host did not answer within 30 s.");
    }

    private bool Answers()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            socket.Send("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8);
            var answer = new byte[16];
            return socket.Receive(answer) >= 12 && answer.AsSpan(9, 3).SequenceEqual("200"u8);
        }
        catch (SocketException)
        {
            return false; // not listening yet
        }
    }

    private static async Task DrainAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (Environment.GetEnvironmentVariable("LOAD_SHOW_HOST") is not null)
            {
                await Console.Error.WriteLineAsync("host: " + line);
            }
        }
    }
}
