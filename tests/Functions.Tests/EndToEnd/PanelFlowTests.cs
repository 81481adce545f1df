using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Routing;
using MakeDevice.Routing.Panels;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>Panels from the request to the zip, over HTTP: by our own endpoint, and by those of the predecessor's panel front end.</summary>
[Collection(ServedApp.OneAtATime)]
public sealed class PanelFlowTests
{
    [Fact]
    public async Task A_finished_job_and_its_zip_become_the_same_panel_and_equal_requests_are_made_once()
    {
        await using var app = await ServedApp.StartAsync();
        var board = await app.SubmitAsync(Boards.Variant("small", "panelled"));
        var zip = await app.ZipAsync(board);
        var specification = new { columns = 2, rows = 2 };
        var ofJob = await StartAsync(app, new { job = board, panel = specification });
        var ofZip = await StartAsync(app, new { zip = Convert.ToBase64String(zip), panel = specification });
        var expected = Expected(Panel.FromPackage(zip, JsonSerializer.SerializeToUtf8Bytes(specification)).Panel!);
        Assert.Equal(expected, await app.ZipAsync(ofJob));
        Assert.Equal(expected, await app.ZipAsync(ofZip));

        var again = await StartAsync(app, new { job = board, panel = specification });
        Assert.Equal(expected, await app.ZipAsync(again));
        Assert.True((await app.EndOfAsync(again)).GetProperty("output").GetProperty("reused").GetBoolean());
        Assert.Contains("outline_all.GM1", await app.Http.GetStringAsync($"api/jobs/{again}/artifacts"), StringComparison.Ordinal);
        await AssertShownAsync(app, ofJob, expected);
        await AssertShownAsync(app, again, expected);

        // Forgotten as a board is: nothing of it stays, and the panel that was made of it does.
        using var forgotten = await app.Http.DeleteAsync($"api/jobs/{ofJob}/history");
        Assert.Equal(HttpStatusCode.OK, forgotten.StatusCode);
        using var gone = await app.Http.GetAsync($"api/jobs/{ofJob}/preview/front.svg");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        await AssertShownAsync(app, again, expected);
    }

    /// <summary>Pictures and report are where those of boards are, the same as in the zip.</summary>
    private static async Task AssertShownAsync(ServedApp app, string job, byte[] zip)
    {
        using var package = new ZipArchive(new MemoryStream(zip));
        foreach (var (address, name) in new[] { ("preview/front.svg", "panel-front.svg"), ("preview/back.svg", "panel-back.svg"), ("artifacts/panel-front.svg", "panel-front.svg"), ("artifacts/report.json", "report.json") })
        {
            using var reader = new StreamReader(package.GetEntry(name)!.Open());
            Assert.Equal(await reader.ReadToEndAsync(), await app.Http.GetStringAsync($"api/jobs/{job}/{address}"));
        }

        using var report = JsonDocument.Parse(await app.Http.GetStringAsync($"api/jobs/{job}/artifacts/report.json"));
        Assert.Equal(4, report.RootElement.GetProperty("copies").GetArrayLength());
    }

    [Fact]
    public async Task The_predecessors_front_end_gets_its_panel_and_each_job_its_own_error()
    {
        await using var app = await ServedApp.StartAsync();
        var board = await app.SubmitAsync(Boards.Variant("small", "packet"));
        var packet = Packet(await app.ZipAsync(board));
        var good = await StartPacketAsync(app, packet);
        packet["fabSpec"]!["count"]!["x"] = 0;
        var bad = await StartPacketAsync(app, packet);

        var failed = await EndOfPacketAsync(app, bad);
        Assert.Equal(["endpoint", "error"], failed.EnumerateObject().Select(p => p.Name));
        Assert.StartsWith("PANEL_INVALID path=$.fabSpec.count.x ", failed.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);

        var done = await EndOfPacketAsync(app, good);
        Assert.Equal(["endpoint", "result"], done.EnumerateObject().Select(p => p.Name));
        Assert.Equal(100, done.GetProperty("result").GetProperty("progress").GetDouble());
        var artifact = await app.PostAsync("pcbArtifact", new { endpoint = "pcbArtifact", jobId = good, uploadToFabHouse = false });
        var zip = artifact.GetProperty("result").GetProperty("zipFile").GetBytesFromBase64();
        packet["fabSpec"]!["count"]!["x"] = 2;
        Assert.Equal(Expected(Panel.FromPacket(Encoding.UTF8.GetBytes(packet.ToJsonString())).Panel!), zip);

        var nothing = await app.PostAsync("pcbArtifact", new { endpoint = "pcbArtifact", jobId = bad });
        Assert.StartsWith("The job has no artifact: PANEL_INVALID ", nothing.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            """{"endpoint":"panelizeProgress","error":{"message":"Job ID nope does not exist."}}""",
            (await app.PostAsync("panelizeProgress", new { endpoint = "panelizeProgress", jobId = "nope" })).ToString());
    }

    [Fact]
    public async Task A_bad_request_starts_nothing_and_a_bad_panel_leaves_nothing()
    {
        await using var app = await ServedApp.StartAsync();
        foreach (var (body, status, code) in new[]
        {
            ("[]", HttpStatusCode.BadRequest, "BODY_NOT_JSON"), ("{}", HttpStatusCode.BadRequest, "PANEL_INVALID"),
            ("""{"panel":{}}""", HttpStatusCode.BadRequest, "PANEL_INVALID"), ("""{"panel":[],"zip":""}""", HttpStatusCode.BadRequest, "PANEL_INVALID"),
            ("""{"panel":{},"zip":"%"}""", HttpStatusCode.BadRequest, "PANEL_INVALID"), ("""{"panel":{},"job":7}""", HttpStatusCode.BadRequest, "PANEL_INVALID"),
            ("""{"panel":{},"job":"nope"}""", HttpStatusCode.NotFound, "JOB_NOT_FOUND"), ("""{"panel":{},"job":"\ud800"}""", HttpStatusCode.BadRequest, "PANEL_INVALID"),
            ("""{"panel":{"\ud800":1},"job":"nope"}""", HttpStatusCode.BadRequest, "PANEL_INVALID"), ("""{"panel":{"name":"\udc00"},"job":"nope"}""", HttpStatusCode.BadRequest, "PANEL_INVALID"),
        })
        {
            using var refused = await app.Http.PostAsync("api/panels", new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.Equal((status, code), (refused.StatusCode, (await ServedApp.JsonAsync(refused)).GetProperty("error").GetProperty("code").GetString()));
        }

        var end = await app.EndOfAsync(await StartAsync(app, new { zip = "UEs=", panel = new { } }));
        Assert.Equal("invalid", end.GetProperty("status").GetString());
        Assert.StartsWith("PANEL_ZIP_INVALID ", end.GetProperty("output").GetProperty("issues")[0].GetString(), StringComparison.Ordinal);
        Assert.Empty(JsonDocument.Parse(await app.Http.GetStringAsync($"api/jobs/{end.GetProperty("id").GetString()}/artifacts")).RootElement.GetProperty("artifacts").EnumerateArray());
    }

    private static byte[] Expected(Panel panel) => BoardStages.Package(panel.Names.Select(panel.Make));

    private static async Task<string> StartAsync(ServedApp app, object body)
    {
        using var response = await app.Http.PostAsJsonAsync("api/panels", body);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = (await ServedApp.JsonAsync(response)).GetProperty("id").GetString()!;
        Assert.EndsWith($"/api/jobs/{id}", response.Headers.Location!.AbsolutePath, StringComparison.Ordinal);
        return id;
    }

    private static async Task<string> StartPacketAsync(ServedApp app, JsonObject packet) =>
        (await app.PostAsync("panelizeStart", packet)).GetProperty("result").GetProperty("jobId").GetString()!;

    private static async Task<JsonElement> EndOfPacketAsync(ServedApp app, string jobId)
    {
        while (true)
        {
            var answer = await app.PostAsync("panelizeProgress", new { endpoint = "panelizeProgress", jobId });
            if (answer.TryGetProperty("error", out _) || answer.GetProperty("result").GetProperty("completed").GetBoolean())
            {
                return answer;
            }

            await Task.Delay(30);
        }
    }

    /// <summary>Two boards of 42 x 78 mm beside each other, 2 mm apart, on a piece of 100 x 90 mm.</summary>
    private static JsonObject Packet(byte[] zip)
    {
        using var package = new ZipArchive(new MemoryStream(zip));
        var layers = new JsonArray();
        foreach (var (suffix, type, side) in new[] { (".gtl", "copper", "top"), (".gbl", "copper", "bottom"), ("-PTH.drl", "drill-pth", "all"), (".gm1", "outline", "all") })
        {
            var entry = package.Entries.First(entry => entry.Name.EndsWith(suffix, StringComparison.Ordinal) && !entry.Name.EndsWith("NPTH.drl", StringComparison.Ordinal));
            using var reader = new StreamReader(entry.Open());
            layers.Add(new JsonObject { ["name"] = entry.Name, ["layer"] = new JsonObject { ["type"] = type, ["side"] = side }, ["content"] = reader.ReadToEnd() });
        }

        return new JsonObject
        {
            ["endpoint"] = "panelizeStart",
            ["fileTextLayers"] = layers,
            ["fabSpec"] = new JsonObject { ["count"] = new JsonObject { ["x"] = 2, ["y"] = 1 }, ["step"] = new JsonObject { ["x"] = 44, ["y"] = 80 } },
            ["gerberOrigin"] = new JsonObject { ["x"] = 27, ["y"] = 45 },
            ["boardOutlineD"] = "M 0 0 L 100 0 L 100 90 L 0 90 Z",
            ["hasAssemblyData"] = false,
            ["hasGerberSockets"] = false,
        };
    }
}
