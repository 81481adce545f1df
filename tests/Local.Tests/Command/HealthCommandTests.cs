using System.Net;
using System.Net.Sockets;
using MakeDevice.Command;

namespace MakeDevice.Local.Tests.Command;

public sealed class HealthCommandTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\n", 1)]
    [InlineData("", 1)]
    public async Task The_exit_code_tells_whether_the_host_answers_200(string answer, int expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = AnswerOnceAsync(listener, answer);

        var code = await new HealthCommand(((IPEndPoint)listener.LocalEndpoint).Port).RunAsync(CancellationToken.None);

        Assert.Equal(expected, code);
        Assert.StartsWith("GET /api/health HTTP/1.1\r\n", await host);
    }

    [Fact]
    public async Task No_host_is_not_well()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal(1, await new HealthCommand(port).RunAsync(CancellationToken.None));
    }

    private static async Task<string> AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[1024];
        var read = await stream.ReadAsync(buffer);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
        return System.Text.Encoding.ASCII.GetString(buffer, 0, read);
    }
}
