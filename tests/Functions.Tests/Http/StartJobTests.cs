using System.Net;
using System.Text;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Tests.Http;

public sealed class StartJobTests : IDisposable
{
    private readonly FakeApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_project_starts_a_job_and_is_stored_as_it_came()
    {
        var response = await StartAsync(FakeRequest.Post("""{"id": "x"}"""));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var (id, input) = Assert.Single(_app.Client.Started);
        Assert.Equal(id, response.Json().GetProperty("id").GetString());
        Assert.Equal($"https://boards.example/api/jobs/{id}", response.Header("Location"));
        Assert.Equal("""{"id": "x"}""", Encoding.UTF8.GetString((await _app.Store.ReadAsync(new JobFiles(id).Project, default))!));
        Assert.Equal(0, input.KeepAliveSeconds);
        Assert.Equal(600, input.MaxRunningSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("0123456789abcdefABCDE/")]
    public async Task A_previous_job_is_named_by_its_id(string previous)
    {
        var response = await StartAsync(FakeRequest.Asking($"&previous={Uri.EscapeDataString(previous)}", "{}"));
        Assert.Equal((HttpStatusCode.BadRequest, "PREVIOUS_JOB_INVALID"), (response.StatusCode, response.ErrorCode()));
        Assert.Empty(_app.Client.Started);
    }

    [Fact]
    public async Task A_previous_job_reaches_the_orchestration()
    {
        await StartAsync(FakeRequest.Asking("&previous=0123456789abcdefABCDEF", "{}"));
        Assert.Equal("0123456789abcdefABCDEF", Assert.Single(_app.Client.Started).Input.Previous);
    }

    [Fact]
    public async Task A_key_stands_for_the_previous_job_too()
    {
        var first = await StartAsync(FakeRequest.Asking("&previous=0123456789abcdefABCDEF", "{}", ("Idempotency-Key", "k")));
        var again = await StartAsync(FakeRequest.Asking("&previous=0123456789abcdefABCDEF", "{}", ("Idempotency-Key", "k")));
        var other = await StartAsync(FakeRequest.Asking("", "{}", ("Idempotency-Key", "k")));
        Assert.Equal(first.Json().GetProperty("id").GetString(), again.Json().GetProperty("id").GetString());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED"), (other.StatusCode, other.ErrorCode()));
        Assert.Single(_app.Client.Started);
    }

    [Fact]
    public async Task The_answer_has_the_durable_names_and_no_key()
    {
        var response = await StartAsync(FakeRequest.Post("{}"));
        var body = response.Json();
        foreach (var name in new[] { "id", "statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "purgeHistoryDeleteUri" })
        {
            Assert.False(string.IsNullOrEmpty(body.GetProperty(name).GetString()), name);
        }

        Assert.DoesNotContain("code=", response.Text(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("the-key", response.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("the-key", response.Header("Location")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Another_content_type_is_415(string? type)
    {
        var response = await StartAsync(new FakeRequest("POST", "{}"u8.ToArray(), type));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE"), (response.StatusCode, response.ErrorCode()));
        Assert.Empty(_app.Client.Started);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}{}")]
    [InlineData("{\"a\":tru}")]
    public async Task A_body_that_is_no_json_object_is_400(string body)
    {
        var response = await StartAsync(FakeRequest.Post(body));
        Assert.Equal((HttpStatusCode.BadRequest, "BODY_NOT_JSON"), (response.StatusCode, response.ErrorCode()));
        Assert.StartsWith("PROJECT_INVALID path=$ error=", response.Json().GetProperty("error").GetProperty("issues")[0].GetString(), StringComparison.Ordinal);
        Assert.Empty(_app.Client.Started);
    }

    [Fact]
    public async Task Deeply_nested_json_is_400_and_no_crash()
    {
        var response = await StartAsync(FakeRequest.Post($"{{\"a\":{new string('[', 100_000)}"));
        Assert.Equal("BODY_NOT_JSON", response.ErrorCode());
    }

    [Fact]
    public async Task More_than_5_MiB_is_413_without_reading_on()
    {
        var endless = new EndlessStream();
        var response = await StartAsync(new FakeRequest("POST", endless, "application/json"));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE"), (response.StatusCode, response.ErrorCode()));
        Assert.InRange(endless.Read, ServiceOptions.MaxBodyBytes, ServiceOptions.MaxBodyBytes + 100_000);
        Assert.Empty(_app.Client.Started);
    }

    [Fact]
    public async Task An_announced_length_is_enough_to_refuse()
    {
        var endless = new EndlessStream();
        var response = await StartAsync(new FakeRequest("POST", endless, "application/json", ("Content-Length", "99999999")));
        Assert.Equal("BODY_TOO_LARGE", response.ErrorCode());
        Assert.Equal(0, endless.Read);
    }

    [Fact]
    public async Task A_replayed_start_is_the_same_job()
    {
        var first = await StartAsync(FakeRequest.Post("{}", ("Idempotency-Key", "k-1")));
        var again = await StartAsync(FakeRequest.Post("{}", ("Idempotency-Key", "k-1")));
        var other = await StartAsync(FakeRequest.Post("{}", ("Idempotency-Key", "k-2")));
        Assert.Equal(first.Text(), again.Text());
        Assert.NotEqual(first.Text(), other.Text());
        Assert.Equal(2, _app.Client.Started.Count);
    }

    [Fact]
    public async Task Replays_at_the_same_moment_start_one_job()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StartAsync(FakeRequest.Post("{}", ("Idempotency-Key", "same")))));
        Assert.Single(responses.Select(r => r.Json().GetProperty("id").GetString()).Distinct());
    }

    [Theory]
    [InlineData("x-functions-key", "key of one", "key of another")]
    [InlineData("X-Forwarded-For", "203.0.113.7", "203.0.113.8")]
    public async Task Another_clients_guess_of_a_key_is_another_job(string header, string one, string another)
    {
        (string Name, string Value) key = ("Idempotency-Key", "order-1");
        var first = await StartAsync(FakeRequest.PostWithoutKey("{}", key, (header, one)));
        var guess = await StartAsync(FakeRequest.PostWithoutKey("{}", key, (header, another)));
        var again = await StartAsync(FakeRequest.PostWithoutKey("{}", key, (header, one)));
        Assert.NotEqual(first.Text(), guess.Text());
        Assert.Equal(first.Text(), again.Text());
    }

    [Fact]
    public async Task A_start_that_broke_off_is_completed_by_its_replay()
    {
        var caller = CallerScope.Of(FakeRequest.Post("{}"), TrustedProxies.Loopback);
        var id = await _app.Get<IdempotencyKeys>().ClaimAsync(new CallerKey(caller, "k"), "{}"u8.ToArray(), null, default);
        var response = await StartAsync(FakeRequest.Post("{}", ("Idempotency-Key", "k")));
        Assert.Equal(id, response.Json().GetProperty("id").GetString());
        Assert.Equal(id, Assert.Single(_app.Client.Started).Id);
        Assert.NotNull(await _app.Store.ReadAsync(new JobFiles(id!).Project, default));
    }

    [Fact]
    public async Task A_key_for_another_project_is_422()
    {
        await StartAsync(FakeRequest.Post("""{"a":1}""", ("Idempotency-Key", "k")));
        var response = await StartAsync(FakeRequest.Post("""{"a":2}""", ("Idempotency-Key", "k")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED"), (response.StatusCode, response.ErrorCode()));
        Assert.Single(_app.Client.Started);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ümlaut")]
    public async Task A_malformed_key_is_400(string key)
    {
        var response = await StartAsync(FakeRequest.Post("{}", ("Idempotency-Key", key)));
        Assert.Equal((HttpStatusCode.BadRequest, "IDEMPOTENCY_KEY_INVALID"), (response.StatusCode, response.ErrorCode()));
    }

    [Fact]
    public async Task A_hostile_key_reaches_no_path()
    {
        await StartAsync(FakeRequest.Post("{}", ("Idempotency-Key", "../../../escape")));
        Assert.Equal([_app.Storage], Directory.GetFileSystemEntries(_app.Outside));
    }

    [Fact]
    public void Ids_are_long_and_never_alike()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => JobId.New()).ToHashSet();
        Assert.Equal(10_000, ids.Count);
        Assert.All(ids, id => Assert.True(JobId.IsValid(id)));
    }

    private Task<HttpResponseData> StartAsync(FakeRequest request) =>
        _app.Function<StartJobFunction>().RunAsync(request, _app.Client, request.FunctionContext);

    private sealed class EndlessStream : MemoryStream
    {
        public new int Read { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            Read += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
