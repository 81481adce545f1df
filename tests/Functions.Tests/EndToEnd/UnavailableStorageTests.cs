using System.Net;
using System.Net.Sockets;
using System.Text;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>The whole service over a storage that cannot be used: starts are told so, and leave nothing behind.</summary>
[Collection(ServedApp.MostlyWaiting)]
public sealed class UnavailableStorageTests
{
    [OnSmallDisk]
    public async Task A_full_disk_refuses_starts_and_takes_them_when_there_is_room()
    {
        using var disk = new SmallDisk();
        var storage = Path.Combine(disk.Path, "store");
        await using var app = await ServedApp.StartAsync(storage, ("Hub", Path.Combine(disk.Path, "hub")));
        disk.Fill();

        await AssertRefusedAsync(app);
        Assert.DoesNotContain(Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories), f => Path.GetFileName(f) is not ("ballast" or "host.lock" or "hub.db" or "hub.db-wal" or "hub.db-shm"));

        disk.MakeRoom();
        Assert.NotEmpty(await app.ZipAsync(await app.SubmitAsync(Boards.Variant("small", "room again"), "same-key")));
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("is busy")]
    [InlineData("hangs")]
    public async Task A_blob_storage_that_fails_refuses_starts(string how)
    {
        using var storage = new BrokenBlobs(how);
        await using var app = await ServedApp.StartAsync(storage.Connection, ("StorageTimeoutSeconds", "0.5"));
        await AssertRefusedAsync(app);
    }

    private static async Task AssertRefusedAsync(ServedApp app)
    {
        foreach (var key in new[] { null, "same-key" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = Json("{}") };
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            using var response = await app.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            var error = (await ServedApp.JsonAsync(response)).GetProperty("error");
            Assert.Equal("STORAGE_UNAVAILABLE", error.GetProperty("code").GetString());
            Assert.DoesNotContain("/", error.ToString(), StringComparison.Ordinal);
        }

        var polled = await app.PostAsync("routingStart", new { endpoint = "routingStart", project = "{}" });
        Assert.StartsWith("STORAGE_UNAVAILABLE error=", polled.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>A blob service that answers nothing useful.</summary>
    private sealed class BrokenBlobs : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _closing = new();

        public BrokenBlobs(string how)
        {
            _listener.Start();
            Connection = "AccountName=nobody;AccountKey=c2VjcmV0;DefaultEndpointsProtocol=http;"
                + $"BlobEndpoint=http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/nobody;";
            if (how == "refuses")
            {
                _listener.Stop();
            }
            else if (how == "is busy")
            {
                _ = AnswerAsync();
            }
        }

        public string Connection { get; }

        public void Dispose()
        {
            _closing.Cancel();
            _listener.Dispose();
            _closing.Dispose();
        }

        private async Task AnswerAsync()
        {
            var answer = Encoding.ASCII.GetBytes("HTTP/1.1 503 Server Busy\r\nx-ms-error-code: ServerBusy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            while (!_closing.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[64 * 1024], _closing.Token);
                await stream.WriteAsync(answer, _closing.Token);
            }
        }
    }
}
