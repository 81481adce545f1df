using System.Text;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.Http;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Hub;
using Microsoft.DurableTask.Converters;

namespace MakeDevice.Functions.Tests.Storage;

/// <summary>A hub in an account is asked and told nothing before the account has told of which format it is.</summary>
public sealed class MarkedHubTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteHub _hub;
    private readonly FaultyStore _account;
    private readonly HubClient _client;

    public MarkedHubTests()
    {
        _hub = new SqliteHub(Path.Combine(_folder.Path, "hub"), 1);
        _account = new FaultyStore(new FolderArtifactStore(Path.Combine(_folder.Path, "leases")));
        _client = new HubClient(_hub.Client, new FormatMark(_account, "leases", 1), JsonDataConverter.Default, _ => true, "");
    }

    [Fact]
    public async Task No_job_starts_while_the_account_does_not_answer_and_one_does_when_it_answers()
    {
        _account.ReadFault = new IOException("away");
        await Assert.ThrowsAsync<IOException>(StartAsync);
        await Assert.ThrowsAsync<IOException>(() => _client.FindAsync("job"));
        await AssertUntouchedAsync();

        _account.ReadFault = null;
        Assert.Equal("job", await StartAsync());
        Assert.NotNull(await _client.FindAsync("job"));
    }

    [Fact]
    public async Task An_account_that_answers_late_and_is_of_another_format_gets_no_job()
    {
        _account.ReadFault = new IOException("away");
        await Assert.ThrowsAsync<IOException>(StartAsync);

        _account.ReadFault = null;
        await _account.PutAsync(FormatMark.File, Encoding.UTF8.GetBytes("""{"format":2}"""), default);

        Assert.Equal("STORE_VERSION_UNSUPPORTED", (await Assert.ThrowsAsync<StoreRefusedException>(StartAsync)).Code);
        await AssertUntouchedAsync();
    }

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    private Task<string> StartAsync() => _client.ScheduleSerializedAsync("Any", "{}", new("job"));

    private async Task AssertUntouchedAsync() => Assert.All(await _hub.Client.GetOrchestrationStateAsync("job", false), Assert.Null);
}
