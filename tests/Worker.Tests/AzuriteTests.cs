using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MakeDevice.Functions.Tests.EndToEnd;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.StandInHost;

namespace MakeDevice.Worker.Tests;

/// <summary>
/// The real worker with its hub (DurableTask.AzureStorage) and its blobs in the storage emulator. Host and worker are processes of their own: killed while jobs
/// run and started again, they end every job with the bytes that the core makes.
/// </summary>
public sealed class AzuriteTests : IDisposable
{
    private const int Jobs = 4;

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [OnAzurite]
    public async Task Host_and_worker_killed_while_jobs_run_all_are_done_with_the_cores_bytes()
    {
        using var azurite = await Azurite.StartAsync();
        var project = Boards.Variant("small", "on Azurite");
        string[] ids;
        using (var host = await HostProcess.StartAsync(azurite.Connection))
        {
            ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(_ => SubmitAsync(host, project)));
            await UntilBegunAsync(host, ids);
        }

        using var again = await HostProcess.StartAsync(azurite.Connection);
        var expected = await Boards.ExpectedZipAsync(project);
        foreach (var id in ids)
        {
            Assert.Equal(expected, await ZipAsync(again, id));
        }
    }

    private async Task<string> SubmitAsync(HostProcess host, byte[] project)
    {
        using var body = new ByteArrayContent(project);
        body.Headers.ContentType = new("application/json");
        using var response = await _http.PostAsync(host.At("api/jobs"), body);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Waits until one of the jobs has told of its progress: its first activities have run.</summary>
    private async Task UntilBegunAsync(HostProcess host, string[] ids)
    {
        for (var patience = 0; patience < 1200; patience++)
        {
            foreach (var id in ids)
            {
                var job = await _http.GetFromJsonAsync<JsonElement>(host.At($"api/jobs/{id}"));
                if (job.GetProperty("customStatus").ValueKind == JsonValueKind.Object)
                {
                    return;
                }
            }

            await Task.Delay(50);
        }

        Assert.Fail("No job has begun.");
    }

    private async Task<byte[]> ZipAsync(HostProcess host, string id)
    {
        for (var patience = 0; patience < 2400; patience++)
        {
            using var response = await _http.GetAsync(host.At($"api/jobs/{id}"));
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var end = await response.Content.ReadFromJsonAsync<JsonElement>();
                Assert.True(end.GetProperty("status").GetString() == "done", end.ToString());
                var name = end.GetProperty("output").GetProperty("artifact").GetString()!;
                return await _http.GetByteArrayAsync(host.At($"api/jobs/{id}/artifacts/{Uri.EscapeDataString(name)}"));
            }

            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            await Task.Delay(100);
        }

        throw new TimeoutException($"Job {id} did not end.");
    }

    /// <summary>The stand-in host and its worker; both are killed at the end, as a power cut would.</summary>
    private sealed class HostProcess : IDisposable
    {
        private readonly Process _host;
        private readonly int _worker;
        private readonly string _address;

        private HostProcess(Process host, int worker, string address) => (_host, _worker, _address) = (host, worker, address);

        public static async Task<HostProcess> StartAsync(string connection)
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "stand-in-host.dll"), "serve", RunningApp.Folder, "0", connection])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["MakeDevice__Storage"] = connection;
            start.Environment["MakeDevice__Modules"] = RepositoryFolders.SampleModules;
            start.Environment["MakeDevice__ReuseResults"] = "false";
            var host = Process.Start(start)!;
            host.BeginErrorReadLine();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            var worker = 0;
            while (await host.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                switch (line.Split(' '))
                {
                    case ["Worker", var id]:
                        worker = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
                        break;
                    case ["Listening", "on", var address, ..]:
                        return new HostProcess(host, worker, address);
                }
            }

            throw new InvalidOperationException("The stand-in host ended before it listened.");
        }

        public string At(string path) => $"{_address}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}code={FunctionsHost.FunctionKey}";

        public void Dispose()
        {
            using var worker = Process.GetProcessById(_worker);
            _host.Kill();
            worker.Kill();
            _host.WaitForExit();
            worker.WaitForExit();
            _host.Dispose();
        }
    }
}
