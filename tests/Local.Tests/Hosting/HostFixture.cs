using System.Net;
using MakeDevice.Local.Hosting;
using MakeDevice.Hub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Local.Tests.Hosting;

/// <summary>A host on a free loopback port, with the sample functions.</summary>
internal sealed class HostFixture : IAsyncDisposable
{
    public const string FunctionKey = "function-key-0123456789";
    public const string SystemKey = "system-key-0123456789";
    public const string MasterKey = "master-key-0123456789";

    private readonly FunctionHost _host;

    private HostFixture(FunctionHost host, string folder)
    {
        (_host, Folder) = (host, folder);
        Client = new HttpClient { BaseAddress = new Uri(host.Address) };
    }

    public string Folder { get; }

    public HttpClient Client { get; }

    public Notebook Notebook { get; private init; } = new();

    public static async Task<HostFixture> StartAsync(bool keys = false, string prefix = "", string? folder = null, string settings = "", string cors = "")
    {
        folder ??= Directory.CreateTempSubdirectory("host-").FullName;
        File.WriteAllText(Path.Combine(folder, "host.json"), $$"""{ "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""");
        File.WriteAllText(Path.Combine(folder, "local.settings.json"), $$"""
            { "Values": { {{settings}} "TickEvery": "00:00:00.05", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT": "100000",
              "MakeDevice__FunctionKey": "{{FunctionKey}}", "MakeDevice__SystemKey": "{{SystemKey}}", "MakeDevice__MasterKey": "{{MasterKey}}" },
              "Host": { "CORS": "{{cors}}" } }
            """);
        Notebook notebook = new();
        HostOptions options = new(
            new IPEndPoint(IPAddress.Loopback, 0),
            new HubPlace(Path.Combine(folder, "hub")),
            2,
            keys,
            FunctionFinder.Find(typeof(HostFixture).Assembly, typeof(HostFixture).Namespace!),
            (services, _) => services.AddSingleton(notebook));
        FunctionHost host = new(options, new HostSettings([folder], [], []), NullLoggerFactory.Instance);
        try
        {
            await host.StartAsync(CancellationToken.None);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return new HostFixture(host, folder) { Notebook = notebook };
    }

    public async Task<(HttpStatusCode Code, string Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, string type = "application/json") =>
        Client.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, type));

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (int i = 0; i < 1500 && !await condition(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(await condition());
    }

    /// <summary>Stops the host and starts another on the same folder.</summary>
    public async Task<HostFixture> RestartAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
        return await StartAsync(folder: Folder);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
