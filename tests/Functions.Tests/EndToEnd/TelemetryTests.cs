using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using MakeDevice.Functions.Activities;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>What leaves the service beside its answers: spans for a collector, and log lines.</summary>
[Collection(ServedApp.MostlyWaiting)]
public sealed class TelemetryTests
{
    private static readonly string[] Stages =
    [
        ActivityNames.Prepare, ActivityNames.Route, ActivityNames.Advance, ActivityNames.Package,
    ];

    [Fact]
    public async Task A_trace_of_one_job_has_every_activity_with_the_time_it_waited_and_ran()
    {
        using var collector = new Collector();
        await using var app = await ServedApp.StartAsync(
            null,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        var job = await app.SubmitAsync(Boards.Variant("small", "traced"));
        await app.EndOfAsync(job);

        // A span has a start and an end of its own, which is the run time; the wait is a tag beside the job's id.
        string[] expected = [.. Stages, job, "durabletask.task.instance_id", "durabletask.task.queue_seconds", "MakeDevice.Durable", "MakeDevice.Http"];
        await collector.UntilAsync("/v1/traces", expected);
        string[] metrics = ["makedevice.stage.duration", "durable.activity.queue", "durable.orchestration.duration", "dotnet.gc.collections", "makedevice.thread_pool.queue", "machine.cpu"];
        await collector.UntilAsync("/v1/metrics", metrics);
    }

    [Fact]
    public async Task Application_Insights_gets_the_spans_of_all_stages()
    {
        using var collector = new Collector();
        await using var app = await ServedApp.StartAsync(
            null, ("APPLICATIONINSIGHTS_CONNECTION_STRING", $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={collector.Address}"));
        var job = await app.SubmitAsync(Boards.Variant("small", "insights"));
        await app.EndOfAsync(job);
        await collector.UntilAsync("/v2.1/track", [.. Stages, job, "RemoteDependencyData"]);
    }

    [Fact]
    public async Task A_sampler_that_keeps_nothing_sends_metrics_only()
    {
        using var collector = new Collector();
        await using var app = await ServedApp.StartAsync(
            null,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        await app.EndOfAsync(await app.SubmitAsync(Boards.Variant("small", "untraced")));

        // Spans would be sent every 100 ms, these every 500.
        await collector.UntilAsync("/v1/metrics", ["makedevice.stage.duration", ActivityNames.Package]);
        Assert.False(collector.Received("/v1/traces"));
    }

    [Fact]
    public async Task No_key_or_connection_string_is_logged_answered_or_put_into_a_url()
    {
        const string FunctionKey = "planted-function-key-0001";
        const string SystemKey = "planted-system-key-0002";
        const string MasterKey = "planted-master-key-0003";
        const string AccountKey = "cGxhbnRlZC1hY2NvdW50LWtleS0wMDA0";
        const string Sas = "sig=planted-signature-0005";

        // Storage that cannot be reached, so that its failures are logged with everything the client library says.
        var storage = $"DefaultEndpointsProtocol=http;AccountName=planted;AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:1/planted;";
        await using var failing = await ServedApp.StartAsync(
            storage, ("FunctionKey", FunctionKey), ("SystemKey", SystemKey), ("MasterKey", MasterKey), ("StorageTimeoutSeconds", "1"));
        using var refused = await failing.Http.PostAsync($"api/jobs?code={FunctionKey}", Json(Boards.Variant("small", "secrets")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);

        await using var app = await ServedApp.StartAsync(null, ("FunctionKey", FunctionKey), ("SystemKey", SystemKey), ("MasterKey", MasterKey), ("Unused", Sas));
        using var started = await app.Http.PostAsync($"api/jobs?code={FunctionKey}", Json(Boards.Variant("small", "secrets")));
        var start = await started.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var job = System.Text.Json.JsonDocument.Parse(start).RootElement.GetProperty("id").GetString()!;
        var end = await app.EndOfAsync(job);
        var invalid = await app.EndOfAsync(await app.SubmitAsync("{}"u8.ToArray()));
        var list = await app.Http.GetStringAsync($"api/jobs/{job}/artifacts?code={FunctionKey}");
        var health = await app.Http.GetStringAsync("api/health");

        string[] written =
        [
            .. failing.Log, await refused.Content.ReadAsStringAsync(), refused.Headers.ToString(),
            .. app.Log, start, started.Headers.ToString(), end.ToString(), invalid.ToString(), list, health, await app.Http.GetStringAsync("metrics"),
        ];
        Assert.Contains(failing.Log, line => line.Contains("Storage failed", StringComparison.Ordinal));
        Assert.Contains(app.Log, line => line.Contains($"Job {job} started", StringComparison.Ordinal));
        Assert.All(
            [FunctionKey, SystemKey, MasterKey, AccountKey, "AccountKey=", "planted-signature-0005", "?code="],
            secret => Assert.DoesNotContain(written, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static ByteArrayContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return content;
    }

    /// <summary>Takes what an exporter posts; the texts of a protobuf message or of JSON lie in it as they are.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, string Text)> _posts = new();

        public Collector()
        {
            Address = Listen();
            _ = TakeAsync();
        }

        public string Address { get; }

        public async Task UntilAsync(string path, string[] texts)
        {
            string[] missing = texts;
            for (var patience = 0; patience < 300 && missing.Length > 0; patience++)
            {
                await Task.Delay(100);
                var all = string.Concat(_posts.Where(post => post.Path == path).Select(post => post.Text));
                missing = [.. texts.Where(text => !all.Contains(text, StringComparison.Ordinal))];
            }

            Assert.Empty(missing);
        }

        public bool Received(string path) => _posts.Any(post => post.Path == path);

        public void Dispose() => _listener.Close();

        private async Task TakeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await using var sent = context.Request.Headers["Content-Encoding"] == "gzip" ? new GZipStream(context.Request.InputStream, CompressionMode.Decompress) : context.Request.InputStream;
                    await sent.CopyToAsync(body);
                    _posts.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // closed
            }
        }

        /// <summary>A listener of HTTP wants a port by number, and one that was free a moment ago may be taken: then another.</summary>
        private string Listen()
        {
            for (var tries = 1; ; tries++)
            {
                var address = $"http://127.0.0.1:{FreePort()}/";
                _listener.Prefixes.Add(address);
                try
                {
                    _listener.Start();
                    return address;
                }
                catch (HttpListenerException) when (tries < 10)
                {
                    _listener.Prefixes.Clear();
                }
            }
        }

        private static int FreePort()
        {
            using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            socket.Start();
            return ((IPEndPoint)socket.LocalEndpoint).Port;
        }
    }
}
