using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Http.Compatible;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Functions.Tests.Http;
using MakeDevice.Functions.Uploads;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Tests.Uploads;

/// <summary>Every house and what may come back from it: what the client gets. The zip is never among what is lost.</summary>
public sealed class UploadTests
{
    private const string Zip = "PK\u0003\u0004 a package";

    public static TheoryData<string, string> Table()
    {
        var table = new TheoryData<string, string>();
        foreach (var house in new[] { "JLCPCB", "Eurocircuits", "Aisler" })
        {
            foreach (var answer in new[]
            {
                "good", "4xx", "5xx", "slow", "cut off", "no JSON", "wrong JSON", "a list", "refused", "foreign url", "http url", "lookalike url", "user in url", "redirect", "huge", "closed port",
            })
            {
                table.Add(house, answer);
            }
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_client_gets_its_zip_and_a_page_only_from_a_good_answer(string house, string answer)
    {
        FakeHouse? server = null;
        server = new FakeHouse(request => AnswerOf(house, answer, server!.Origin, request));
        var origin = server.Origin;
        if (answer == "closed port")
        {
            await server.DisposeAsync();
        }

        await using var open = answer == "closed port" ? null : server;
        using var app = new FakeApp(($"Upload:{house}", $"{origin}/shop"), ("UploadTimeoutSeconds", answer == "slow" ? "0.5" : "20"));
        var body = (await AskAsync(app, await DoneAsync(app, house))).Json();
        var result = body.GetProperty("result");
        Assert.Equal(Zip, Encoding.Latin1.GetString(result.GetProperty("zipFile").GetBytesFromBase64()));
        if (answer == "good")
        {
            Assert.Equal(PageOf(house), result.GetProperty("fabricationUrl").GetString());
            Assert.False(body.TryGetProperty("issues", out _));
            return;
        }

        Assert.False(result.TryGetProperty("fabricationUrl", out _));
        var issue = Assert.Single(body.GetProperty("issues").EnumerateArray()).GetString()!;
        Assert.StartsWith($"FABRICATION_UPLOAD_FAILED house={house} error=", issue, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", issue, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JLCPCB", "name=\"gerberFile\"; filename=\"b.zip\"", "name=\"calculationCostsType\"\r\n\r\n1\r\n")]
    [InlineData("Eurocircuits", "name=\"file\"; filename=\"b.zip\"", "name=\"data_type\"\r\n\r\npcb\r\n")]
    [InlineData("Aisler", "name=\"upload[file]\"; filename=\"output.zip\"", "Content-Type: application/octet-stream")]
    public async Task A_house_gets_what_its_own_page_would_send(string house, string file, string field)
    {
        FakeHouse? server = null;
        await using var disposed = server = new FakeHouse(request => AnswerOf(house, "good", server!.Origin, request));
        using var app = new FakeApp(($"Upload:{house}", $"{server.Origin}/shop"));
        await AskAsync(app, await DoneAsync(app, house));
        var upload = server.Requests[^1];
        Assert.StartsWith("POST /", upload.Head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: multipart/form-data; boundary=", upload.Head, StringComparison.Ordinal);
        Assert.Contains(file, upload.Body, StringComparison.Ordinal);
        Assert.Contains(field, upload.Body, StringComparison.Ordinal);
        Assert.Contains(Zip, upload.Body, StringComparison.Ordinal);
        Assert.Equal(house == "Aisler" ? 2 : 1, server.Requests.Count);
    }

    [Theory]
    [InlineData("Плата µ.zip", "filename=\"Плата µ.zip\"\r\n")]
    [InlineData("a \"b\"\r\nX: y.zip", "filename=\"a %22b%22%0D%0AX: y.zip\"\r\n")]
    public async Task A_files_name_is_sent_as_browsers_send_it(string name, string sent)
    {
        await using var server = new FakeHouse(_ => FakeHouse.Answer(500, "{}"));
        using var app = new FakeApp(("Upload:JLCPCB", $"{server.Origin}/shop"));
        var job = await DoneAsync(app, "JLCPCB");
        await app.Get<JobUpload>().UploadAsync(job, name, Encoding.Latin1.GetBytes(Zip));
        var body = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(server.Requests.Single().Body));
        Assert.Contains(sent, body, StringComparison.Ordinal);
        Assert.DoesNotContain("filename*", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_click_and_clicks_at_once_make_one_upload()
    {
        FakeHouse? server = null;
        await using var disposed = server = new FakeHouse(request => AnswerOf("JLCPCB", "good", server!.Origin, request));
        using var app = new FakeApp(("Upload:JLCPCB", $"{server.Origin}/shop"));
        var job = await DoneAsync(app, "JLCPCB");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AskAsync(app, job)));
        Assert.All(answers.Append(await AskAsync(app, job)), answer => Assert.Equal(PageOf("JLCPCB"), answer.Json().GetProperty("result").GetProperty("fabricationUrl").GetString()));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task After_a_failure_the_next_click_tries_again()
    {
        FakeHouse? server = null;
        await using var disposed = server = new FakeHouse(request => AnswerOf("JLCPCB", server!.Requests.Count == 1 ? "5xx" : "good", server.Origin, request));
        using var app = new FakeApp(("Upload:JLCPCB", $"{server.Origin}/shop"));
        var job = await DoneAsync(app, "JLCPCB");
        Assert.True((await AskAsync(app, job)).Json().TryGetProperty("issues", out _));
        Assert.True((await AskAsync(app, job)).Json().GetProperty("result").TryGetProperty("fabricationUrl", out _));
    }

    [Theory]
    [InlineData("Aisler")]
    [InlineData("PCBWay")]
    [InlineData("Nobody")]
    [InlineData("")]
    public async Task A_house_that_is_not_switched_on_gets_nothing(string house)
    {
        await using var server = new FakeHouse(_ => FakeHouse.Answer(200, "{}"));
        using var app = new FakeApp(("Upload:JLCPCB", $"{server.Origin}/shop"), ("Upload:Aisler", "false"));
        var body = (await AskAsync(app, await DoneAsync(app, house))).Json();
        Assert.Equal(Zip, Encoding.Latin1.GetString(body.GetProperty("result").GetProperty("zipFile").GetBytesFromBase64()));
        Assert.StartsWith($"FABRICATION_UPLOAD_UNAVAILABLE house={house} error=", Assert.Single(body.GetProperty("issues").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_exception_in_an_upload_is_no_error_of_the_endpoint()
    {
        using var app = new FakeApp();
        var upload = new JobUpload(app.Store, new Broken(), app.Get<ServiceOptions>(), app.Clock, app.Get<JobTelemetry>());
        var outcome = await upload.UploadAsync(await DoneAsync(app, "JLCPCB"), "b.zip", Encoding.Latin1.GetBytes(Zip));
        Assert.Equal((null, "FABRICATION_UPLOAD_FAILED house=JLCPCB error=the upload failed"), (outcome.Page, outcome.Issue));
    }

    [Theory]
    [InlineData("JLCPCB", "perhaps")]
    [InlineData("JLCPCB", "http://shop.example/")]
    [InlineData("JLCPCB", "ftp://127.0.0.1/")]
    [InlineData("Nobody", "true")]
    public void A_setting_that_makes_no_sense_is_refused(string house, string value) =>
        Assert.Contains("Upload", Assert.Throws<InvalidOperationException>(() => new FakeApp(($"Upload:{house}", value))).Message, StringComparison.Ordinal);

    private static string PageOf(string house) => house switch
    {
        "JLCPCB" => "https://cart.jlcpcb.com/quote?homeUploadNum=cc39a7d04a7743938f4ce34de9270b1b",
        "Eurocircuits" => "https://be.eurocircuits.com/shop/assembly/configurepcb.aspx?sessionid=1",
        _ => "https://aisler.net/p/ABCDEFGH",
    };

    private static string? AnswerOf(string house, string answer, string origin, FakeRequestText request) => answer switch
    {
        "4xx" => FakeHouse.Answer(403, "{\"message\":\"evil\"}"),
        "5xx" => FakeHouse.Answer(503, "<html>evil</html>", "text/html"),
        "slow" => null,
        "cut off" => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"code\":200,",
        "no JSON" => Good(house, "evil<"),
        "wrong JSON" => Good(house, "{\"code\":\"200\",\"data\":7,\"success\":\"true\",\"redirect_url\":1,\"project_url\":[]}"),
        "a list" => Good(house, "[]"),
        "refused" => Good(house, "{\"code\":500,\"data\":{\"result\":\"evil\"},\"success\":false,\"message\":\"evil\"}"),
        "foreign url" => Good(house, Body(house, "https://evil.example/order", "../evil?", $"{origin}/upload")),
        "http url" => Good(house, Body(house, PageOf(house).Replace("https", "http", StringComparison.Ordinal), "a b", $"{origin}/upload")),
        "lookalike url" => Good(house, Body(house, $"https://evil{string.Join('.', new Uri(PageOf(house)).Host.Split('.')[^2..])}/", "é", "https://evilaisler.net/upload")),
        "user in url" => Good(house, Body(house, PageOf(house).Replace("https://", "https://evil@", StringComparison.Ordinal), "", "https://aisler.net:8443/upload")),
        "redirect" => FakeHouse.Answer(302, "", head: $"Location: {origin}/elsewhere\r\n"),
        "huge" => Good(house, $"{{\"padding\":\"{new string('x', 200_000)}\"}}"),
        _ when house == "Aisler" && request.Head.StartsWith("POST", StringComparison.Ordinal) => FakeHouse.Answer(201, ""),
        _ => Good(house, Body(house, PageOf(house), "cc39a7d04a7743938f4ce34de9270b1b", $"{origin}/upload")),
    };

    private static string Good(string house, string body) => FakeHouse.Answer(house == "Aisler" ? 201 : 200, body);

    private static string Body(string house, string page, string fileId, string upload) => house switch
    {
        "JLCPCB" => JsonSerializer.Serialize(new { code = 200, data = new { fileId, fileName = "b.zip", result = "success" }, message = (string?)null }),
        "Eurocircuits" => JsonSerializer.Serialize(new { success = true, message = "File uploaded successfully.", redirect_url = page }),
        _ => JsonSerializer.Serialize(new { project_url = page, project_id = "ABCDEFGH", upload_url = upload }),
    };

    private static async Task<string> DoneAsync(FakeApp app, string house)
    {
        var id = app.Client.Add(OrchestrationRuntimeStatus.Completed, new JobResult { Artifact = "b.zip" });
        await app.Store.PutAsync(new JobFiles(id).Project, JsonSerializer.SerializeToUtf8Bytes(new { pcbOptions = new { fabricationHouse = house } }), default);
        await app.Store.PutAsync(new JobFiles(id).Artifact("b.zip"), Encoding.Latin1.GetBytes(Zip), default);
        return id;
    }

    private static Task<HttpResponseData> AskAsync(FakeApp app, string job)
    {
        var request = FakeRequest.Post($$"""{"endpoint":"pcbArtifact","jobId":"{{job}}","uploadToFabHouse":true}""");
        return app.Function<PcbArtifactFunction>().RunAsync(request, app.Client, request.FunctionContext);
    }

    private sealed class Broken : IFabricationUpload
    {
        public bool IsOn(string house) => true;

        public Task<Uri> UploadAsync(FabricationOrder order, CancellationToken cancellationToken) => throw new InvalidOperationException("a bug");
    }
}
