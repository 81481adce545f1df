using System.Net.Http.Json;
using System.Text.Json;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.StandInHost;

namespace MakeDevice.Worker.Tests;

/// <summary>The real function app, built by this project's build, as a process under the stand-in host; one for all tests of the class that shares it.</summary>
public sealed class RunningApp : IAsyncLifetime
{
    /// <summary>Keys of Azurite's form that lie in the app's settings and must not come out again.</summary>
    public const string StorageKey = "c3RvcmFnZS1rZXktdGhhdC1tdXN0LW5vdC1jb21lLW91dC1hZ2Fpbg==";

    /// <summary>Of an Application Insights component that nobody answers for.</summary>
    public const string InstrumentationKey = "5ec2e70a-0000-4000-8000-00000badcafe";

    private readonly TemporaryFolder _storage = new();
    private FunctionsHost? _host;

    /// <summary>Where the app's build lies: the same configuration and framework as this test's own.</summary>
    public static string Folder { get; } = Path.Combine(
        RepositoryFolders.Root, "src", "Functions.Worker", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name);

    public FunctionsHost Host => _host!;

    /// <summary>A client with the function key.</summary>
    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>A client without it.</summary>
    public HttpClient Anonymous { get; } = new();

    public async Task InitializeAsync()
    {
        _host = await FunctionsHost.StartAsync(
            Folder,
            0,
            [
                ("MakeDevice__Storage", Path.Combine(_storage.Path, "store")),
                ("MakeDevice__Modules", RepositoryFolders.SampleModules),
                ("AzureWebJobsStorage", $"DefaultEndpointsProtocol=https;AccountName=planted;AccountKey={StorageKey};EndpointSuffix=core.windows.net"),
                ("APPLICATIONINSIGHTS_CONNECTION_STRING", $"InstrumentationKey={InstrumentationKey};IngestionEndpoint=http://127.0.0.1:1/"),
            ],
            null,
            CancellationToken.None);
        Http.BaseAddress = Anonymous.BaseAddress = _host.Address;
        Http.DefaultRequestHeaders.Add("x-functions-key", FunctionsHost.FunctionKey);
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Http.Dispose();
        Anonymous.Dispose();
        _storage.Dispose();
    }

    /// <summary>Starts a job.</summary>
    public async Task<JsonElement> StartAsync(byte[] project, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = new ByteArrayContent(project) };
        request.Content.Headers.ContentType = new("application/json");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.Accepted, body);
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The job when it has ended.</summary>
    public async Task<JsonElement> EndOfAsync(string job)
    {
        for (var patience = 0; patience < 1200; patience++)
        {
            using var response = await Http.GetAsync($"api/jobs/{job}");
            if (response.StatusCode == System.Net.HttpStatusCode.OK)
            {
                return await response.Content.ReadFromJsonAsync<JsonElement>();
            }

            Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
            await Task.Delay(100);
        }

        throw new TimeoutException($"Job {job} did not end.");
    }
}
