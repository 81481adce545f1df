using System.Net;
using System.Net.Sockets;

namespace MakeDevice.Load;

/// <summary>A TCP relay that holds each piece of an answer back for a while: slow storage, as the host sees it.</summary>
internal sealed class SlowProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly TimeSpan delay;
    private readonly Task accept;

    public SlowProxy(int target, TimeSpan delay)
    {
        this.target = target;
        this.delay = delay;
        listener.Start(512);
        accept = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accept;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // stopped
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync("127.0.0.1", target, stop.Token);
            await Task.WhenAny(
                PumpAsync(near.GetStream(), far.GetStream(), TimeSpan.Zero),
                PumpAsync(far.GetStream(), near.GetStream(), delay));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // either side hung up
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, TimeSpan pause)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, stop.Token)) > 0)
            {
                await Task.Delay(pause, stop.Token);
                await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // either side hung up
        }
    }
}
