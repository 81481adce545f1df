using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MakeDevice.Command;

/// <summary>
/// <c>makedevice health [--port N]</c>: asks a host on this machine whether it is well, for a container that has neither shell nor curl.
/// </summary>
internal sealed record HealthCommand(int Port)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static System.CommandLine.Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port of the host on this machine (default: 7071).", DefaultValueFactory = _ => 7071 };
        var command = new System.CommandLine.Command("health", "Ask a running host whether it is well: exit code 0 or 1.") { port };
        command.SetAction((parsed, cancellationToken) => new HealthCommand(parsed.GetValue(port)).RunAsync(cancellationToken));
        return command;
    }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var status = await AskAsync(cancellationToken).ConfigureAwait(false);
            Console.Out.WriteLine(status);
            return status.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? ExitCode.Done : ExitCode.InternalError;
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException or ArgumentOutOfRangeException)
        {
            Console.Error.WriteLine($"HOST_UNREACHABLE port={Port} error={Inputs.OneLine(e.Message)}");
            return ExitCode.InternalError;
        }
    }

    /// <summary>The answer's status line. A bare socket: an HTTP client would cost most of this command's time.</summary>
    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken).AsTask().WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken).ConfigureAwait(false) ?? "no answer";
    }
}
