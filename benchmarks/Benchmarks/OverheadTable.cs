using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions;
using MakeDevice.Command;
using MakeDevice.Local.Hosting;
using MakeDevice.Hub;
using Microsoft.Extensions.Logging.Abstractions;

namespace MakeDevice.Benchmarks;

/// <summary>
/// What the service adds to the routing core: processor time of a warm job through <c>makedevice serve</c>, over HTTP and its hub in a folder with reuse off,
/// beside the same board made by the command's own runner. Both in this process and in turns; the client's share counts against the service.
/// </summary>
internal static class OverheadTable
{
    private const int WarmUp = 20;
    private const int Block = 10;

    /// <summary><c>overhead [ROUNDS] [--save]</c>: as many blocks of ten jobs of each kind; the median block counts.</summary>
    public static async Task<int> RunAsync(ReadOnlyMemory<string> args)
    {
        var options = new Arguments(args.Span, [], ["save"]);
        var rounds = options.Value(0, 7);
        var text = new StringBuilder("| board | core CPU ms a job | serve CPU ms a job | ratio |\n|---|---|---|---|\n");
        foreach (var board in Boards.All().Where(board => board.Name is "typical" or "dense" or "i2c20"))
        {
            var (core, serve) = await MeasureAsync(board, rounds).ConfigureAwait(false);
            text.Append(CultureInfo.InvariantCulture, $"| {board.Name} | {core:0.0} | {serve:0.0} | {serve / core:0.00} |\n");
        }

        Console.Write(text);
        return TableCommands.Save("overhead", options, text.ToString(), []);
    }

    private static async Task<(double Core, double Serve)> MeasureAsync(BenchmarkBoard board, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("makedevice-overhead-").FullName;
        try
        {
            return await MeasureAsync(board, rounds, folder).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Core, double Serve)> MeasureAsync(BenchmarkBoard board, int rounds, string folder)
    {
        var project = await File.ReadAllBytesAsync(board.Project).ConfigureAwait(false);
        var runner = new JobRunner(Inputs.Library(board.Modules, null, "."), Environment.ProcessorCount);
        await using var host = Host(folder, board.Modules);
        await host.StartAsync(CancellationToken.None).ConfigureAwait(false);
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };
        async Task CoreAsync() => Require((await runner.RunAsync(project, ReadOnlyMemory<byte>.Empty, new RunningRoute(), CancellationToken.None).ConfigureAwait(false)).Status == RouteStatus.Done);
        Task ServeAsync() => JobAsync(http, project);

        await RepeatAsync(CoreAsync, WarmUp).ConfigureAwait(false);
        await RepeatAsync(ServeAsync, WarmUp).ConfigureAwait(false);
        List<double> core = [], serve = [];
        for (var round = 0; round < rounds; round++)
        {
            core.Add(await RepeatAsync(CoreAsync, Block).ConfigureAwait(false));
            serve.Add(await RepeatAsync(ServeAsync, Block).ConfigureAwait(false));
        }

        await host.StopAsync().ConfigureAwait(false);
        return (Median(core), Median(serve));
    }

    private static FunctionHost Host(string folder, string modules)
    {
        KeyValuePair<string, string?>[] settings =
        [
            new("MakeDevice:Storage", Path.Combine(folder, "storage")), new("MakeDevice:Modules", modules), new("MakeDevice:ReuseResults", "false"),
            new("MakeDevice:StartsPerMinute", "0"), new("MakeDevice:RequestsPerMinute", "0"),
        ];
        var options = new HostOptions(
            new IPEndPoint(IPAddress.Loopback, 0),
            new HubPlace(Path.Combine(folder, "hub")),
            Environment.ProcessorCount,
            RequireKeys: false,
            FunctionFinder.Find(typeof(FunctionServices).Assembly, "MakeDevice.Functions"),
            (services, configuration) => services.AddMakeDevice(configuration));
        return new FunctionHost(options, new HostSettings([Boards.Root], [], settings), NullLoggerFactory.Instance);
    }

    private static async Task JobAsync(HttpClient http, byte[] project)
    {
        using var body = new ByteArrayContent(project);
        body.Headers.ContentType = new("application/json");
        using var started = await http.PostAsync(new Uri("/api/jobs", UriKind.Relative), body).ConfigureAwait(false);
        var job = (await started.Content.ReadFromJsonAsync<JsonElement>().ConfigureAwait(false)).GetProperty("id").GetString();
        while (true)
        {
            using var status = await http.GetAsync(new Uri($"/api/jobs/{job}", UriKind.Relative)).ConfigureAwait(false);
            if (status.StatusCode == HttpStatusCode.OK)
            {
                Require((await status.Content.ReadAsStringAsync().ConfigureAwait(false)).Contains("\"done\"", StringComparison.Ordinal));
                return;
            }

            await Task.Delay(20).ConfigureAwait(false);
        }
    }

    /// <returns>Milliseconds of processor time of each.</returns>
    private static async Task<double> RepeatAsync(Func<Task> job, int times)
    {
        var begin = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
        {
            await job().ConfigureAwait(false);
        }

        return (Environment.CpuUsage.TotalTime - begin).TotalMilliseconds / times;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Require(bool isDone)
    {
        if (!isDone)
        {
            throw new InvalidOperationException("A job was not done.");
        }
    }
}
