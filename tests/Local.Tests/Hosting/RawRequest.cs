using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Local.Tests.Hosting;

/// <summary>Requests byte by byte, as no HTTP client would send them.</summary>
internal static class RawRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends all and reads until the server ends the connection.</summary>
    /// <param name="breaksOff">End the own half of the connection behind the request.</param>
    /// <returns>The answer; empty where the connection was ended without one.</returns>
    public static async Task<string> SendAsync(int port, string request, bool breaksOff)
    {
        using CancellationTokenSource limit = new(Patience);
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), limit.Token);
        if (breaksOff)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        StringBuilder answer = new();
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and int read)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // It was reset: the server did not read to the end.
        }

        return answer.ToString();
    }

    /// <summary>The status of an answer; 0 where there is none.</summary>
    public static int StatusOf(string answer) => answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
}
