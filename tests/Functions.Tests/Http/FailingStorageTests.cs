using System.Net;
using System.Text.Json;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Http.Compatible;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Tests.Http;

/// <summary>A storage that fails: every endpoint says so, in its own form, nothing of the fault leaks and nothing half-done stays.</summary>
public sealed class FailingStorageTests : IDisposable
{
    private const string Told = "STORAGE_UNAVAILABLE error=the storage does not answer, or is full; try again";

    private readonly FakeApp _app = new();

    public void Dispose() => _app.Dispose();

    /// <summary>What the folder and the blob client throw.</summary>
    public static TheoryData<Exception> Faults => new()
    {
        new IOException("No space left on device : '/secret/path'"),
        new UnauthorizedAccessException("secret"),
        new TimeoutException("secret"),
        new TaskCanceledException("secret"),
        new AggregateException(new HttpRequestException("Connection refused (secret)")),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_start_is_503_with_a_time_to_ask_again(Exception fault)
    {
        _app.Store.WriteFault = fault;
        var response = await StartAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "STORAGE_UNAVAILABLE", "2"), (response.StatusCode, response.ErrorCode(), response.Header("Retry-After")));
        Assert.DoesNotContain("secret", response.Text(), StringComparison.Ordinal);
        Assert.Empty(_app.Client.Started);
    }

    /// <summary>As the worker answers on Azure, whose hub is its host's.</summary>
    [Fact]
    public async Task A_start_on_a_container_of_another_format_is_503_with_its_code()
    {
        _app.Store.WriteFault = new StoreRefusedException("STORE_VERSION_UNSUPPORTED", "path=secret found=9 supported=1");
        var response = await StartAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "STORE_VERSION_UNSUPPORTED"), (response.StatusCode, response.ErrorCode()));
        Assert.DoesNotContain("secret", response.Text(), StringComparison.Ordinal);
        Assert.Empty(_app.Client.Started);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_existing_front_end_gets_200_with_the_code_in_its_message(Exception fault)
    {
        _app.Store.WriteFault = fault;
        _app.Store.ReadFault = fault;
        var done = _app.Client.Add(OrchestrationRuntimeStatus.Completed, new JobResult { Artifact = "a.zip" });
        var running = _app.Client.Add(OrchestrationRuntimeStatus.Running);
        foreach (var (endpoint, answer) in new[]
        {
            ("routingStart", _app.Function<RoutingStartFunction>().RunAsync(Ask("routingStart", ""), _app.Client, new FakeContext())),
            ("routingProgress", _app.Function<RoutingProgressFunction>().RunAsync(Ask("routingProgress", running), _app.Client, new FakeContext())),
            ("pcbArtifact", _app.Function<PcbArtifactFunction>().RunAsync(Ask("pcbArtifact", done), _app.Client, new FakeContext())),
        })
        {
            var response = await answer;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal($$$"""{"endpoint":"{{{endpoint}}}","error":{"message":"{{{Told}}}"}}""", response.Text());
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_start_that_fails_after_the_project_was_stored_leaves_nothing(Exception fault)
    {
        _app.Client.Fault = fault;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await StartAsync()).StatusCode);
        var polled = await _app.Function<RoutingStartFunction>().RunAsync(Ask("routingStart", ""), _app.Client, new FakeContext());
        Assert.Contains(Told, polled.Text(), StringComparison.Ordinal);
        Assert.Empty(await FilesAsync());
    }

    [Fact]
    public async Task A_start_with_a_key_is_completed_by_its_repetition()
    {
        _app.Client.Fault = new IOException("full");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await StartAsync(("Idempotency-Key", "k"))).StatusCode);
        var begun = Assert.Single(await FilesAsync());

        _app.Client.Fault = null;
        var again = await StartAsync(("Idempotency-Key", "k"));

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(begun, new JobFiles(Assert.Single(_app.Client.Started).Id).Project);
    }

    [Fact]
    public async Task What_the_durable_backend_answers_is_no_fault_of_the_storage()
    {
        _app.Client.Fault = new ArgumentException("no such orchestrator");
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync());
        Assert.Empty(await FilesAsync());
    }

    [Fact]
    public async Task A_durable_backend_that_fails_in_its_own_way_is_503()
    {
        _app.Client.Fault = new BackendException("secret");
        var response = await StartAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "STORAGE_UNAVAILABLE"), (response.StatusCode, response.ErrorCode()));
        Assert.DoesNotContain("secret", response.Text(), StringComparison.Ordinal);
        Assert.Empty(await FilesAsync());
    }

    private Task<HttpResponseData> StartAsync(params (string Name, string Value)[] headers) =>
        _app.Function<StartJobFunction>().RunAsync(FakeRequest.Post("{}", headers), _app.Client, new FakeContext());

    private static FakeRequest Ask(string endpoint, string job) =>
        FakeRequest.Post(JsonSerializer.Serialize(new { endpoint, project = "{}", jobId = job }));

    private async Task<List<string>> FilesAsync()
    {
        var names = new List<string>();
        await foreach (var file in _app.Store.ListAsync(JobFiles.All, default))
        {
            names.Add(file.Name);
        }

        return names;
    }

    /// <summary>What carries the durable client's calls has an exception of its own.</summary>
    private sealed class BackendException(string message) : Exception(message);
}
