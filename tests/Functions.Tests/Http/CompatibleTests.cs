using System.Net;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Http.Compatible;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Tests.Http;

/// <summary>The endpoints of the existing front end: the predecessor's own bodies and texts, and HTTP 200 whatever happens.</summary>
public sealed class CompatibleTests : IDisposable
{
    private readonly FakeApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_start_answers_with_the_job_id()
    {
        var response = await StartAsync(JsonSerializer.Serialize(new { endpoint = "routingStart", project = "{\"id\":\"ü\"}" }));
        var (id, input) = Assert.Single(_app.Client.Started);
        Assert.Equal($$$"""{"endpoint":"routingStart","result":{"jobId":"{{{id}}}"}}""", response.Text());
        Assert.Equal("{\"id\":\"ü\"}", Encoding.UTF8.GetString((await _app.Store.ReadAsync(new JobFiles(id).Project, default))!));
        Assert.Equal(60, input.KeepAliveSeconds);
    }

    [Theory]
    [InlineData("""{"endpoint":"wrong","project":"{}"}""", "endpoint")]
    [InlineData("""{"project":"{}"}""", "endpoint")]
    [InlineData("""{"endpoint":"routingStart"}""", "project")]
    [InlineData("""{"endpoint":"routingStart","project":{"a":1}}""", "project")]
    [InlineData("""{"endpoint":"routingStart","project":null}""", "project")]
    [InlineData("""{"endpoint":"routingStart","project":"\uD800"}""", "Unicode")]
    [InlineData("""{"endpoint":"routingStart","project":"{}","\uD800":1}""", "Unicode")]
    [InlineData("not json", "JSON")]
    [InlineData("", "JSON")]
    [InlineData("[1]", "JSON")]
    public async Task A_malformed_start_is_200_with_a_message(string body, string names)
    {
        var response = await StartAsync(body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(names, response.Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("routingStart", response.Json().GetProperty("endpoint").GetString());
        Assert.Empty(_app.Client.Started);
    }

    [Fact]
    public async Task A_start_that_is_too_large_is_200_with_a_message()
    {
        var response = await StartAsync(JsonSerializer.Serialize(new { endpoint = "routingStart", project = new string('x', ServiceOptions.MaxBodyBytes + 1) }));
        Assert.Contains("too large", response.Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(_app.Client.Started);
    }

    [Fact]
    public async Task A_route_starts_a_job_that_keeps_it_and_reuses_nothing()
    {
        var response = await StartRouteAsync("""{"endpoint":"artifactsFromRoute","project":"{}","route": { "segments" : [ ] }}""");
        var (id, input) = Assert.Single(_app.Client.Started);
        Assert.Equal($$$"""{"endpoint":"artifactsFromRoute","result":{"jobId":"{{{id}}}"}}""", response.Text());
        Assert.Equal("""{ "segments" : [ ] }""", Encoding.UTF8.GetString((await _app.Store.ReadAsync(new JobFiles(id).Route, default))!));
        Assert.Equal("{}", Encoding.UTF8.GetString((await _app.Store.ReadAsync(new JobFiles(id).Project, default))!));
        Assert.Equal((true, false, 60.0), (input.IsRouted, input.ReuseResults, input.KeepAliveSeconds));
    }

    [Theory]
    [InlineData("""{"endpoint":"routingStart","project":"{}","route":{}}""", "endpoint")]
    [InlineData("""{"endpoint":"artifactsFromRoute","route":{}}""", "project")]
    [InlineData("""{"endpoint":"artifactsFromRoute","project":"{}"}""", "route")]
    [InlineData("""{"endpoint":"artifactsFromRoute","project":"{}","route":null}""", "route")]
    [InlineData("""{"endpoint":"artifactsFromRoute","project":"{}","route":[]}""", "route")]
    [InlineData("""{"endpoint":"artifactsFromRoute","project":"{}","route":"{}"}""", "route")]
    public async Task A_malformed_route_starts_nothing(string body, string names)
    {
        Assert.Contains(names, (await StartRouteAsync(body)).Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(_app.Client.Started);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(16)]
    public async Task A_route_that_is_too_large_starts_nothing(int mebibytes)
    {
        var body = $$$"""{"endpoint":"artifactsFromRoute","project":"{}","route":{"segments":[],"x":"{{{new string('x', mebibytes * 1024 * 1024)}}}"}}""";
        Assert.Contains("too large", (await StartRouteAsync(body)).Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(_app.Client.Started);
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("../../..")]
    [InlineData("")]
    public async Task Unknown_jobs_have_the_predecessors_words(string id)
    {
        var body = JsonSerializer.Serialize(new { endpoint = "routingProgress", jobId = id });
        Assert.Equal(
            $$$"""{"endpoint":"routingProgress","error":{"failedModuleIds":[],"message":"Job ID {{{id}}} does not exist."}}""", (await ProgressAsync(body)).Text());
        body = JsonSerializer.Serialize(new { endpoint = "pcbArtifact", jobId = id });
        Assert.Equal($$$"""{"endpoint":"pcbArtifact","error":{"message":"Job ID {{{id}}} does not exist."}}""", (await ArtifactAsync(body)).Text());
    }

    [Fact]
    public async Task A_hostile_id_is_escaped()
    {
        var response = await ProgressAsync(JsonSerializer.Serialize(new { endpoint = "routingProgress", jobId = "\"</script>\n" }));
        Assert.Equal("Job ID \"</script>\n does not exist.", response.Json().GetProperty("error").GetProperty("message").GetString());
        Assert.DoesNotContain("</script>", response.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_job_has_progress_and_pictures()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Running, custom: Status(33.33, 2));
        await _app.Store.PutAsync(
            new JobFiles(id).Preview(2), PreviewFile.Write("<svg>front</svg>", "<svg>back</svg>", "<svg>F</svg>", "<svg>B</svg>"), default);
        var text = (await ProgressAsync(Ask("routingProgress", id))).Text();
        Assert.Equal(
            """{"endpoint":"routingProgress","result":{"completed":false,"progress":33.33,"routingImage":"PHN2Zz5GPC9zdmc+","routingImageBack":"PHN2Zz5CPC9zdmc+","routingImageFront":"PHN2Zz5GPC9zdmc+"}}""",
            JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(text), Relaxed));
    }

    [Fact]
    public async Task A_job_without_a_picture_has_empty_ones()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Pending);
        Assert.Equal(
            """{"endpoint":"routingProgress","result":{"completed":false,"progress":0,"routingImage":"","routingImageBack":"","routingImageFront":""}}""",
            (await ProgressAsync(Ask("routingProgress", id))).Text());
    }

    [Fact]
    public async Task A_done_job_is_complete_at_100_with_its_issues()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, new JobResult { Artifact = "b.zip", Issues = ["ROUTING_UNPAIRED_TRANSMITTER net=X"] });
        var body = (await ProgressAsync(Ask("routingProgress", id))).Json();
        Assert.True(body.GetProperty("result").GetProperty("completed").GetBoolean());
        Assert.Equal(100, body.GetProperty("result").GetProperty("progress").GetDouble());
        Assert.Equal("ROUTING_UNPAIRED_TRANSMITTER net=X", Assert.Single(body.GetProperty("issues").EnumerateArray()).GetString());
        Assert.False(body.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task A_job_that_failed_has_one_issue_as_its_message_and_every_issue_beside_it()
    {
        var result = JobResult.Ended(JobOutcome.NotRouted, "A x=1", "B y=2") with { FailedModuleIds = ["m1"], SucceededModuleIds = ["m2"] };
        var body = (await ProgressAsync(Ask("routingProgress", _app.Client.Add(OrchestrationRuntimeStatus.Completed, result)))).Json();
        var error = body.GetProperty("error");
        Assert.Equal("A x=1", error.GetProperty("message").GetString());
        Assert.Equal("m1", error.GetProperty("failedModuleIds")[0].GetString());
        Assert.Equal("m2", error.GetProperty("succeededModuleIds")[0].GetString());
        Assert.Equal(["A x=1", "B y=2"], body.GetProperty("issues").EnumerateArray().Select(i => i.GetString()));
        Assert.False(body.GetProperty("result").GetProperty("completed").GetBoolean());
    }

    [Fact]
    public async Task Modules_that_issues_are_about_have_failed()
    {
        var result = JobResult.Ended(
            JobOutcome.Invalid,
            "MODULE_TOO_CLOSE_TO_BOARD_EDGE moduleId=w moduleIdShort=w moduleName=only_a_warning",
            "MODULE_OVERLAPPING_OTHER_MODULE moduleIds=[a,b] moduleIdShort=[a,b] moduleNames=[x,y]",
            "MODULE_OVERHANGING_BOARD_EDGE moduleId=c moduleIdShort=c moduleName=z",
            "MODULE_OVERLAPPING_BUS_ZONE moduleId=a moduleIdShort=a moduleName=x busSide=left",
            "ROUTING_NO_SOCKETS_FOUND moduleIdsAll=[a,b,c,d] moduleIdsAllShort=[a,b,c,d]");
        var error = (await ProgressAsync(Ask("routingProgress", _app.Client.Add(OrchestrationRuntimeStatus.Completed, result)))).Json().GetProperty("error");
        Assert.Equal(["a", "b", "c"], error.GetProperty("failedModuleIds").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal(result.Issues[1], error.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("4.5")]
    [InlineData("14")]
    public async Task A_client_that_polls_all_the_time_is_never_taken_for_gone(string patience)
    {
        using var app = new FakeApp(("KeepAliveSeconds", patience));
        var (id, keepAlive) = (app.Client.Add(OrchestrationRuntimeStatus.Running), app.Get<KeepAlive>());
        for (var i = 0; i < 200; i++)
        {
            await keepAlive.TouchAsync(id, default);
            Assert.False(await keepAlive.IsAbandonedAsync(id, app.Get<ServiceOptions>().KeepAlive, default));
            app.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public async Task A_poll_keeps_the_job_alive()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Running);
        var keepAlive = _app.Get<KeepAlive>();
        Assert.True(await keepAlive.IsAbandonedAsync(id, TimeSpan.FromSeconds(60), default));
        await ProgressAsync(Ask("routingProgress", id));
        _app.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(await keepAlive.IsAbandonedAsync(id, TimeSpan.FromSeconds(60), default));
        _app.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await keepAlive.IsAbandonedAsync(id, TimeSpan.FromSeconds(60), default));
        await ProgressAsync(Ask("routingProgress", id));
        Assert.False(await keepAlive.IsAbandonedAsync(id, TimeSpan.FromSeconds(60), default));
    }

    [Fact]
    public async Task Many_polls_write_one_file_in_five_seconds()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Running);
        await ProgressAsync(Ask("routingProgress", id));
        var tag = (await _app.Store.FindAsync(new JobFiles(id).LastPoll, default))!.ETag;
        for (var i = 0; i < 100; i++)
        {
            await ProgressAsync(Ask("routingProgress", id));
        }

        Assert.Equal(tag, (await _app.Store.FindAsync(new JobFiles(id).LastPoll, default))!.ETag);
    }

    [Fact]
    public async Task The_zip_comes_as_base64()
    {
        var id = await DoneAsync();
        Assert.Equal("""{"endpoint":"pcbArtifact","result":{"zipFile":"UEs="}}""", (await ArtifactAsync(Ask("pcbArtifact", id))).Text());
    }

    [Fact]
    public async Task An_upload_without_a_fabrication_house_says_so()
    {
        var body = (await ArtifactAsync($$"""{"endpoint":"pcbArtifact","jobId":"{{await DoneAsync()}}","uploadToFabHouse":true}""")).Json();
        Assert.Equal("UEs=", body.GetProperty("result").GetProperty("zipFile").GetString());
        Assert.False(body.GetProperty("result").TryGetProperty("fabricationUrl", out _));
        Assert.StartsWith("FABRICATION_UPLOAD_UNAVAILABLE house=JLCPCB error=", body.GetProperty("issues")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_is_not_there_yet_has_the_predecessors_words() =>
        Assert.Equal(
            """{"endpoint":"pcbArtifact","error":{"message":"Artifact zip file is not yet ready."}}""",
            (await ArtifactAsync(Ask("pcbArtifact", _app.Client.Add(OrchestrationRuntimeStatus.Running)))).Text());

    [Fact]
    public async Task A_job_without_a_zip_says_why()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, JobResult.Ended(JobOutcome.Invalid, "MODULE_NOT_FOUND module=x"));
        Assert.Contains(
            "MODULE_NOT_FOUND module=x",
            (await ArtifactAsync(Ask("pcbArtifact", id))).Json().GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preflight_is_answered_without_a_body()
    {
        var request = new FakeRequest("OPTIONS", [], null, ("Origin", "https://editor.example"));
        var response = await _app.Function<RoutingStartFunction>().RunAsync(request, _app.Client, request.FunctionContext);
        Assert.Equal((HttpStatusCode.NoContent, "*"), (response.StatusCode, response.Header("Access-Control-Allow-Origin")));
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Ask(string endpoint, string id) => $$"""{"endpoint":"{{endpoint}}","jobId":"{{id}}"}""";

    private static JobStatus Status(double progress, int preview) =>
        new(JobPhase.Routing, progress, new SidesStatus(SideStatus.None, SideStatus.None), [], [], 0, preview);

    private async Task<string> DoneAsync()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, new JobResult { Artifact = "b.zip" });
        await _app.Store.PutAsync(new JobFiles(id).Project, """{"pcbOptions":{"fabricationHouse":"JLCPCB"}}"""u8.ToArray(), default);
        await _app.Store.PutAsync(new JobFiles(id).Artifact("b.zip"), "PK"u8.ToArray(), default);
        return id;
    }

    private Task<HttpResponseData> StartAsync(string body)
    {
        var request = FakeRequest.Post(body);
        return _app.Function<RoutingStartFunction>().RunAsync(request, _app.Client, request.FunctionContext);
    }

    private Task<HttpResponseData> StartRouteAsync(string body)
    {
        var request = FakeRequest.Post(body);
        return _app.Function<ArtifactsFromRouteFunction>().RunAsync(request, _app.Client, request.FunctionContext);
    }

    private Task<HttpResponseData> ProgressAsync(string body)
    {
        var request = FakeRequest.Post(body);
        return _app.Function<RoutingProgressFunction>().RunAsync(request, _app.Client, request.FunctionContext);
    }

    private Task<HttpResponseData> ArtifactAsync(string body)
    {
        var request = FakeRequest.Post(body);
        return _app.Function<PcbArtifactFunction>().RunAsync(request, _app.Client, request.FunctionContext);
    }
}
