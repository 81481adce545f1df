using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Tests.Http;

public sealed class JobEndpointTests : IDisposable
{
    public static readonly TheoryData<string> UnknownIds =
        [.. new[] { "nope", "../../..", "..%2f..", "", "a/b", new string('a', 22), "0123456789abcdefABCDE\n", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ", new string('a', 5000) }];

    private static readonly JobResult Done = new() { Artifact = "b.zip", PreviewVersion = 4, Sockets = new SocketCount(9, 9) };

    private readonly FakeApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory, MemberData(nameof(UnknownIds))]
    public async Task An_unknown_id_is_404_everywhere(string id)
    {
        HttpResponseData[] responses =
        [
            await StatusAsync(id), await ListAsync(id), await GetAsync(id, "b.zip"), await PreviewAsync(id, "front.svg"), await CancelAsync(id), await PurgeAsync(id),
        ];
        Assert.All(responses, r => Assert.Equal((HttpStatusCode.NotFound, "JOB_NOT_FOUND"), (r.StatusCode, r.ErrorCode())));
        Assert.Empty(_app.Client.Terminated);
        Assert.Empty(_app.Client.Purged);
    }

    [Fact]
    public async Task A_running_job_is_202_with_its_custom_status()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Running, custom: Status(progress: 42.5, preview: 2));
        var response = await StatusAsync(id);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"https://boards.example/api/jobs/{id}", response.Header("Location"));
        var body = response.Json();
        Assert.Equal((id, "running", "Running"), (Text(body, "id"), Text(body, "status"), Text(body, "runtimeStatus")));
        Assert.Equal(42.5, body.GetProperty("customStatus").GetProperty("progress").GetDouble());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("output").ValueKind);
        Assert.Equal("1970-01-01T00:00:00Z", Text(body, "createdTime"));
    }

    [Fact]
    public async Task A_done_job_is_200_with_its_output()
    {
        var response = await StatusAsync(_app.Client.Add(OrchestrationRuntimeStatus.Completed, Done));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("done", Text(response.Json(), "status"));
        Assert.Equal("b.zip", Text(response.Json().GetProperty("output"), "artifact"));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Terminated, "\"stopped by hand\"", "cancelled")]
    [InlineData(OrchestrationRuntimeStatus.Terminated, "stopped by hand", "cancelled")]
    [InlineData(OrchestrationRuntimeStatus.Failed, null, "failed")]
    [InlineData(OrchestrationRuntimeStatus.Failed, "{broken", "failed")]
    public async Task An_end_past_this_service_has_a_status_too(OrchestrationRuntimeStatus runtime, string? output, string status)
    {
        var id = _app.Client.Add(runtime, rawOutput: output);
        var progress = new JobView(_app.Client.Instances[id]);
        Assert.Equal(status, progress.State);
        Assert.NotEmpty(progress.Issues);
        if (output != "{broken")
        {
            Assert.Equal(status, Text((await StatusAsync(id)).Json(), "status"));
        }
    }

    [Fact]
    public async Task Artifacts_of_a_running_job_are_409()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Running);
        await PutAsync(id, "b-F_Cu.gtl", "half");
        Assert.Equal((HttpStatusCode.Conflict, "JOB_RUNNING"), Outcome(await ListAsync(id)));
        Assert.Equal((HttpStatusCode.Conflict, "JOB_RUNNING"), Outcome(await GetAsync(id, "b-F_Cu.gtl")));
    }

    [Fact]
    public async Task Artifacts_of_a_done_job_are_listed_and_sent()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        await PutAsync(id, "b.zip", "PK");
        await PutAsync(id, "Gerät (2).gtl", "G04*");
        var list = (await ListAsync(id)).Json();
        Assert.Equal(["Gerät (2).gtl", "b.zip"], list.GetProperty("artifacts").EnumerateArray().Select(a => Text(a, "name")));
        Assert.Equal($"https://boards.example/api/jobs/{id}/artifacts/Ger%C3%A4t%20%282%29.gtl", Text(list.GetProperty("artifacts")[0], "uri"));

        var zip = await GetAsync(id, "b.zip");
        Assert.Equal((HttpStatusCode.OK, "PK", "application/zip"), (zip.StatusCode, zip.Text(), zip.Header("Content-Type")));
        Assert.Equal("attachment; filename=\"b.zip\"; filename*=UTF-8''b.zip", zip.Header("Content-Disposition"));
        var layer = await GetAsync(id, "Gerät (2).gtl");
        Assert.Equal("attachment; filename=\"Ger_t_(2).gtl\"; filename*=UTF-8''Ger%C3%A4t%20%282%29.gtl", layer.Header("Content-Disposition"));
    }

    [Fact]
    public async Task What_the_client_has_already_is_304_without_a_body()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        await PutAsync(id, "b.zip", "PK");
        var tag = (await GetAsync(id, "b.zip")).Header("ETag")!;
        var again = await GetAsync(id, "b.zip", ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, 0, tag), (again.StatusCode, again.Bytes().Length, again.Header("ETag")));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(id, "b.zip", ("If-None-Match", "\"other\""))).StatusCode);
    }

    [Theory]
    [InlineData("missing.gtl")]
    [InlineData("../project.json")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("..\\project.json")]
    [InlineData(".hidden")]
    [InlineData("x\0.zip")]
    public async Task Another_artifact_name_is_404(string name)
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        await _app.Store.PutAsync(new JobFiles(id).Project, "secret"u8.ToArray(), default);
        Assert.Equal((HttpStatusCode.NotFound, "ARTIFACT_NOT_FOUND"), Outcome(await GetAsync(id, name)));
    }

    [Fact]
    public async Task A_job_that_was_not_done_serves_its_partial_result_and_report_only()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, JobResult.Ended(JobOutcome.NotVerified, "VERIFICATION_FAILED"));
        await PutAsync(id, "b-F_Cu.gtl", "short!");
        await PutAsync(id, PartialResult.Name, "{}");
        await PutAsync(id, JobFiles.ReportName, "{}");
        Assert.Equal([PartialResult.Name, JobFiles.ReportName], (await ListAsync(id)).Json().GetProperty("artifacts").EnumerateArray().Select(a => Text(a, "name")));
        Assert.Equal((HttpStatusCode.NotFound, "ARTIFACT_NOT_FOUND"), Outcome(await GetAsync(id, "b-F_Cu.gtl")));
        Assert.Equal("{}", (await GetAsync(id, PartialResult.Name)).Text());
    }

    [Fact]
    public async Task One_job_cannot_reach_anothers_files()
    {
        var mine = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        var other = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        await PutAsync(other, "b.zip", "theirs");
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(mine, "b.zip")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(mine, $"../../{other}/artifacts/b.zip")).StatusCode);
    }

    [Fact]
    public async Task A_preview_is_served_with_its_version_as_tag()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Running, custom: Status(50, preview: 3));
        await _app.Store.PutAsync(
            new JobFiles(id).Preview(3), PreviewFile.Write("<svg>front</svg>", "<svg>back</svg>", "<svg>F</svg>", "<svg>B</svg>"), default);
        var front = await PreviewAsync(id, "front.svg");
        Assert.Equal((HttpStatusCode.OK, "<svg>front</svg>", "image/svg+xml", "\"v3\""), (front.StatusCode, front.Text(), front.Header("Content-Type"), front.Header("ETag")));
        Assert.Equal("<svg>back</svg>", (await PreviewAsync(id, "back.svg")).Text());
        Assert.Equal(HttpStatusCode.NotModified, (await PreviewAsync(id, "front.svg", ("If-None-Match", "\"v3\""))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PreviewAsync(id, "front.svg", ("If-None-Match", "\"v2\""))).StatusCode);
        Assert.Equal("PREVIEW_NOT_FOUND", (await PreviewAsync(id, "left.svg")).ErrorCode());
        Assert.Equal("PREVIEW_NOT_FOUND", (await PreviewAsync(id, "../project.json")).ErrorCode());
    }

    [Fact]
    public async Task A_preview_before_the_first_picture_is_404_and_says_whether_one_will_come()
    {
        var running = await PreviewAsync(_app.Client.Add(OrchestrationRuntimeStatus.Running), "front.svg");
        Assert.Equal(("PREVIEW_NOT_READY", "1"), (running.ErrorCode(), running.Header("Retry-After")));
        var ended = await PreviewAsync(_app.Client.Add(OrchestrationRuntimeStatus.Completed, JobResult.Ended(JobOutcome.Invalid, "PROJECT_INVALID path=$")), "front.svg");
        Assert.Equal(("PREVIEW_NOT_FOUND", null), (ended.ErrorCode(), ended.Header("Retry-After")));
    }

    [Theory]
    [InlineData("bytes=0-3", HttpStatusCode.PartialContent, "0123", "bytes 0-3/10")]
    [InlineData("bytes=7-", HttpStatusCode.PartialContent, "789", "bytes 7-9/10")]
    [InlineData("bytes=-4", HttpStatusCode.PartialContent, "6789", "bytes 6-9/10")]
    [InlineData("bytes=5-99", HttpStatusCode.PartialContent, "56789", "bytes 5-9/10")]
    [InlineData("bytes=-99", HttpStatusCode.PartialContent, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=10-", HttpStatusCode.RequestedRangeNotSatisfiable, "", "bytes */10")]
    [InlineData("bytes=-0", HttpStatusCode.RequestedRangeNotSatisfiable, "", "bytes */10")]
    [InlineData("bytes=3-1", HttpStatusCode.OK, "0123456789", null)]
    [InlineData("bytes=0-1,4-5", HttpStatusCode.OK, "0123456789", null)]
    [InlineData("lines=0-1", HttpStatusCode.OK, "0123456789", null)]
    [InlineData("bytes=x-1", HttpStatusCode.OK, "0123456789", null)]
    public async Task A_part_of_an_artifact_is_sent_where_one_is_asked_for(string range, HttpStatusCode status, string body, string? told)
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        await PutAsync(id, "b.zip", "0123456789");
        var answer = await GetAsync(id, "b.zip", ("Range", range));
        Assert.Equal((status, body, told), (answer.StatusCode, answer.Text(), answer.Header("Content-Range")));
        Assert.Equal("bytes", answer.Header("Accept-Ranges"));

        // Of another version than the client's, all of it.
        var other = await GetAsync(id, "b.zip", ("Range", range), ("If-Range", "\"another\""));
        Assert.Equal((HttpStatusCode.OK, "0123456789"), (other.StatusCode, other.Text()));
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task Text_is_packed_as_the_client_takes_it_and_a_zip_is_not(string? taken, string? coding)
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        var text = string.Concat(Enumerable.Repeat("G04 a layer*\n", 500));
        await PutAsync(id, "b-F_Cu.gtl", text);
        await PutAsync(id, "b.zip", text);
        (string, string)[] headers = taken is null ? [] : [("Accept-Encoding", taken)];
        var answer = await GetAsync(id, "b-F_Cu.gtl", headers);
        Assert.Equal((coding, "Accept-Encoding"), (answer.Header("Content-Encoding"), answer.Header("Vary")));
        answer.Body.Position = 0;
        using var unpacked = new StreamReader(coding switch
        {
            "br" => new BrotliStream(answer.Body, CompressionMode.Decompress),
            "gzip" => new GZipStream(answer.Body, CompressionMode.Decompress),
            _ => answer.Body,
        });
        Assert.True(coding is null || answer.Body.Length < text.Length / 10);
        Assert.Equal(text, await unpacked.ReadToEndAsync());
        Assert.Equal(coding is not null, answer.Header("ETag")!.StartsWith("W/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(id, "b-F_Cu.gtl", [.. headers, ("If-None-Match", answer.Header("ETag")!)])).StatusCode);
        Assert.Null((await GetAsync(id, "b.zip", headers)).Header("Content-Encoding"));
    }

    [Fact]
    public async Task Cancelling_sets_the_marker_and_tells_the_orchestration()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Running);
        var response = await CancelAsync(id);
        Assert.Equal((HttpStatusCode.Accepted, "cancelled"), (response.StatusCode, Text(response.Json(), "status")));
        Assert.Equal([(id, JobEvents.Cancel)], _app.Client.Raised);
        Assert.Empty(_app.Client.Terminated);
        Assert.True(await _app.Get<Cancellation>().IsAskedAsync(id, default));
    }

    [Fact]
    public async Task A_job_that_does_not_hear_is_terminated_when_it_is_asked_again_much_later()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Running);
        await CancelAsync(id);
        await CancelAsync(id);
        Assert.Empty(_app.Client.Terminated);
        _app.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(HttpStatusCode.Accepted, (await CancelAsync(id)).StatusCode);
        Assert.Equal([id], _app.Client.Terminated);
        Assert.Equal("cancelled", Text((await StatusAsync(id)).Json(), "status"));

        Assert.Equal(HttpStatusCode.Accepted, (await CancelAsync(id)).StatusCode);
        Assert.Single(_app.Client.Terminated);
    }

    [Fact]
    public async Task A_done_job_is_not_cancelled()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        Assert.Equal((HttpStatusCode.Conflict, "JOB_ENDED"), Outcome(await CancelAsync(id)));
        Assert.Empty(_app.Client.Terminated);
    }

    [Fact]
    public async Task Purging_forgets_an_ended_job_with_its_files()
    {
        var id = _app.Client.Add(OrchestrationRuntimeStatus.Completed, Done);
        await PutAsync(id, "b.zip", "PK");
        Assert.Equal(HttpStatusCode.OK, (await PurgeAsync(id)).StatusCode);
        Assert.Equal([id], _app.Client.Purged);
        Assert.Null(await _app.Store.ReadAsync(new JobFiles(id).Artifact("b.zip"), default));
        Assert.Equal("JOB_NOT_FOUND", (await StatusAsync(id)).ErrorCode());
    }

    [Fact]
    public async Task A_running_job_is_not_purged() =>
        Assert.Equal((HttpStatusCode.Conflict, "JOB_RUNNING"), Outcome(await PurgeAsync(_app.Client.Add(OrchestrationRuntimeStatus.Running))));

    [Fact]
    public async Task Health_tells_how_the_process_is()
    {
        var request = FakeRequest.Get();
        var body = (await _app.Function<HealthFunction>().RunAsync(request)).Json();
        Assert.Equal("ok", Text(body, "status"));
        Assert.Matches(@"^\d+\.\d+\.\d+$", Text(body, "version"));
        Assert.True(body.GetProperty("uptimeSeconds").GetDouble() > 0);
        Assert.True(body.GetProperty("memory").GetProperty("workingSetBytes").GetInt64() > 1_000_000);
        Assert.True(body.GetProperty("cpu").GetProperty("cores").GetInt32() > 0);
        Assert.Equal(0, body.GetProperty("activeJobs").GetInt32());
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static (HttpStatusCode Status, string Code) Outcome(HttpResponseData response) => (response.StatusCode, response.ErrorCode());

    private static JobStatus Status(double progress, int preview) =>
        new(JobPhase.Routing, progress, new SidesStatus(SideStatus.None, SideStatus.None), [], [], 0, preview);

    private Task PutAsync(string id, string name, string content) =>
        _app.Store.PutAsync(new JobFiles(id).Artifact(name), Encoding.UTF8.GetBytes(content), default);

    private Task<HttpResponseData> StatusAsync(string id)
    {
        var request = FakeRequest.Get();
        return _app.Function<GetJobFunction>().RunAsync(request, id, _app.Client, request.FunctionContext);
    }

    private Task<HttpResponseData> ListAsync(string id)
    {
        var request = FakeRequest.Get();
        return _app.Function<ArtifactFunctions>().ListAsync(request, id, _app.Client, request.FunctionContext);
    }

    private Task<HttpResponseData> GetAsync(string id, string name, params (string Name, string Value)[] headers)
    {
        var request = FakeRequest.Get(headers);
        return _app.Function<ArtifactFunctions>().GetAsync(request, id, name, _app.Client, request.FunctionContext);
    }

    private Task<HttpResponseData> PreviewAsync(string id, string picture, params (string Name, string Value)[] headers)
    {
        var request = FakeRequest.Get(headers);
        return _app.Function<PreviewFunction>().RunAsync(request, id, picture, _app.Client, request.FunctionContext);
    }

    private Task<HttpResponseData> CancelAsync(string id)
    {
        var request = new FakeRequest("DELETE", [], null);
        return _app.Function<EndJobFunctions>().CancelAsync(request, id, _app.Client, request.FunctionContext);
    }

    private Task<HttpResponseData> PurgeAsync(string id)
    {
        var request = new FakeRequest("DELETE", [], null);
        return _app.Function<EndJobFunctions>().PurgeAsync(request, id, _app.Client, request.FunctionContext);
    }
}
