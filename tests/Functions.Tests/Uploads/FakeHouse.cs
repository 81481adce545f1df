using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MakeDevice.Functions.Tests.Uploads;

/// <summary>A server on loopback that answers as a fabrication house's shop does, or as it does when something is wrong.</summary>
internal sealed class FakeHouse : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<FakeRequestText, string?> _answer;
    private readonly Task _serving;

    /// <param name="answer">The whole answer to a request, head and body; null to say nothing and keep the line open.</param>
    public FakeHouse(Func<FakeRequestText, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Origin => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public List<FakeRequestText> Requests { get; } = [];

    public static string Answer(int status, string body, string type = "application/json", string head = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{head}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        // It listens until nobody accepts any more: a loop that has just taken a client asks for another.
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var request = await ReadAsync(client.GetStream());
                lock (Requests)
                {
                    Requests.Add(request);
                }

                if (_answer(request) is { } answer)
                {
                    await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                    client.Client.Shutdown(SocketShutdown.Send);
                }
                else
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<FakeRequestText> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && text.Length >= end + 4 + LengthOf(text[..end]))
            {
                return new(text[..end], text[(end + 4)..]);
            }

            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                throw new IOException("cut off");
            }

            bytes.AddRange(buffer.AsSpan(0, read));
        }
    }

    private static int LengthOf(string head) => head.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line[15..], System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();
}

/// <summary>A request as it came, byte for byte (Latin-1).</summary>
internal sealed record FakeRequestText(string Head, string Body);
