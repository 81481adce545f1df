using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Tests;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>The whole service in its own process, over real HTTP; can be killed and started again on the same data.</summary>
internal sealed class ServedApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Test collection: whole processes that are killed, loaded or starved do not compete with each other.</summary>
    public const string OneAtATime = "served";

    /// <summary>Test collection of processes that wait for most of their time: for a storage that fails, for another host's messages, for an exporter's interval.</summary>
    public const string MostlyWaiting = "served and waiting";

    private readonly TemporaryFolder _folder = new();
    private readonly string _storage;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private ServedApp(string? storage, IReadOnlyDictionary<string, string> settings)
    {
        _storage = storage ?? Path.Combine(_folder.Path, "store");
        _settings = settings;
    }

    /// <summary>What the process has written since it listened.</summary>
    public IReadOnlyCollection<string> Log => [.. _log];

    public HttpClient Http { get; private set; } = new();

    /// <summary>Setting for the version of the jobs that are started, as of a host of another build.</summary>
    public const string JobVersion = "JobVersion";

    /// <summary>Setting for how long a storage account's queues hide the messages of a host that was lost.</summary>
    public const string Visibility = "Visibility";

    /// <param name="storage">A connection string, or null for a folder of its own.</param>
    public static async Task<ServedApp> StartAsync(string? storage = null, params (string Key, string Value)[] settings)
    {
        var app = new ServedApp(storage, settings.ToDictionary(s => s.Key, s => s.Value));
        await app.StartProcessAsync();
        return app;
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task StartProcessAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                BuiltProgram.Tool, "serve", "--port", "0", "--storage", _storage,
                "--modules", _settings.GetValueOrDefault("Modules") ?? RepositoryFolders.SampleModules,
                "--hub", _settings.GetValueOrDefault("Hub") ?? Path.Combine(_folder.Path, "hub"),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "host.json"), HostJson());
        start.WorkingDirectory = _folder.Path;
        foreach (var (key, value) in _settings.Where(setting => setting.Key is not (JobVersion or Visibility)))
        {
            start.Environment[key.StartsWith("OTEL_", StringComparison.Ordinal) || key.StartsWith("APPLICATIONINSIGHTS_", StringComparison.Ordinal) ? key : $"MakeDevice__{key}"] = value;
        }

        _process = Process.Start(start)!;
        var port = await PortAsync(_process);
        _ = KeepAsync(_process.StandardOutput);
        _ = KeepAsync(_process.StandardError);
        Http.Dispose();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Patience };
    }

    public async Task<string> SubmitAsync(byte[] project, string? key = null, string? previous = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, previous is null ? "api/jobs" : $"api/jobs?previous={previous}") { Content = Json(project) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await Http.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        return (await JsonAsync(response)).GetProperty("id").GetString()!;
    }

    /// <summary>The job when it has ended.</summary>
    public async Task<JsonElement> EndOfAsync(string job)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            using var response = await Http.GetAsync($"api/jobs/{job}");
            var body = await JsonAsync(response);
            if (response.StatusCode == System.Net.HttpStatusCode.OK)
            {
                return body;
            }

            Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
            Assert.True(clock.Elapsed < Patience, $"The job did not end: {body}");
            await Task.Delay(40);
        }
    }

    /// <summary>The zip of a job that must be done.</summary>
    public async Task<byte[]> ZipAsync(string job)
    {
        var end = await EndOfAsync(job);
        Assert.True(end.GetProperty("status").GetString() == "done", end.ToString());
        return await Http.GetByteArrayAsync($"api/jobs/{job}/artifacts/{Uri.EscapeDataString(end.GetProperty("output").GetProperty("artifact").GetString()!)}");
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsync(path, Json(JsonSerializer.SerializeToUtf8Bytes(body)));
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        Http.Dispose();
        _folder.Dispose();
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;

    private byte[] HostJson()
    {
        var durable = new JsonObject();
        if (_settings.TryGetValue(JobVersion, out var version))
        {
            durable["defaultVersion"] = version;
        }

        if (_settings.TryGetValue(Visibility, out var visibility))
        {
            durable["storageProvider"] = new JsonObject { ["controlQueueVisibilityTimeout"] = visibility, ["workItemQueueVisibilityTimeout"] = visibility };
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["extensions"] = new JsonObject { ["durableTask"] = durable } });
    }

    private async Task KeepAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
        }
    }

    private static ByteArrayContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static async Task<int> PortAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("Listening on ", StringComparison.Ordinal))
            {
                return int.Parse(line[(line.LastIndexOf(':') + 1)..].TrimEnd('/'), CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException($"The service did not start: {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }
}
