using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>Copper that a browser routed, over HTTP: packed where it is sound, answered with the codes of our own copper where it is not.</summary>
[Collection(ServedApp.OneAtATime)]
public sealed class RouteFlowTests
{
    [Fact]
    public async Task Sound_copper_is_packed_as_it_came_and_stands_for_no_other_job()
    {
        await using var app = await ServedApp.StartAsync();
        var project = Boards.Variant("small", "elsewhere");
        var route = await RouteOfAsync(app, await app.SubmitAsync(project));
        var vias = route["vias"]!.AsArray().Count;

        // A track that is there twice: sound, and not what our router makes.
        route["segments"]!.AsArray().Add(route["segments"]![0]!.DeepClone());
        var job = await StartAsync(app, project, route);
        var end = await EndOfAsync(app, job);
        Assert.False(end.TryGetProperty("error", out _), end.ToString());
        Assert.Equal(100, end.GetProperty("result").GetProperty("progress").GetDouble());
        Assert.NotEmpty(end.GetProperty("result").GetProperty("routingImageFront").GetString()!);

        var output = (await app.EndOfAsync(job)).GetProperty("output");
        Assert.False(output.GetProperty("reused").GetBoolean());
        Assert.Equal(vias, output.GetProperty("copper").GetProperty("vias").GetInt32());
        Assert.Equal(output.GetProperty("sockets").GetProperty("total").GetInt32(), output.GetProperty("sockets").GetProperty("connected").GetInt32());

        var artifact = await app.PostAsync("pcbArtifact", new { endpoint = "pcbArtifact", jobId = job });
        var zip = artifact.GetProperty("result").GetProperty("zipFile").GetBytesFromBase64();
        Assert.Equal(await app.ZipAsync(job), zip);
        Assert.Equal(project, Read(zip, "project.MakeDevice"));
        Assert.True(JsonDocument.Parse(Read(zip, "report.json")).RootElement.GetProperty("verification").GetProperty("passed").GetBoolean());

        // The same project routed here again takes over what was routed here, not what came from elsewhere.
        var again = await app.SubmitAsync(project);
        Assert.Equal(await Boards.ExpectedZipAsync(project), await app.ZipAsync(again));
        Assert.True((await app.EndOfAsync(again)).GetProperty("output").GetProperty("reused").GetBoolean());
    }

    [Fact]
    public async Task Copper_from_elsewhere_gets_no_pour_that_our_own_would_get()
    {
        await using var app = await ServedApp.StartAsync();
        var project = Boards.Strained(Boards.Variant("typical", "strained"));
        var own = await app.SubmitAsync(project);
        Assert.Contains("POUR_ADDED net=GND ", (await app.EndOfAsync(own)).GetProperty("output").GetProperty("issues").ToString(), StringComparison.Ordinal);

        var job = await StartAsync(app, project, await RouteOfAsync(app, await app.SubmitAsync(Boards.Variant("typical", "strained"))));
        var output = (await app.EndOfAsync(job)).GetProperty("output");
        Assert.Equal("done", output.GetProperty("status").GetString());
        Assert.DoesNotContain("POUR_ADDED", output.GetProperty("issues").ToString(), StringComparison.Ordinal);
        Assert.Matches("ELECTRICAL_(DROP|NECK) net=GND ", output.GetProperty("issues").ToString());
    }

    [Fact]
    public async Task Unsound_copper_ends_with_the_codes_of_our_own_and_without_a_zip()
    {
        await using var app = await ServedApp.StartAsync();
        var project = Boards.Variant("small", "unsound");
        var route = await RouteOfAsync(app, await app.SubmitAsync(project));

        var open = route.DeepClone().AsObject();
        open["segments"]!.AsArray().RemoveAt(0);
        var failed = await FailsAsync(app, project, open, "not-routed", "ROUTING_UNCONNECTED_SOCKETS moduleIdsAll=[");
        Assert.NotEmpty(failed.GetProperty("failedModuleIds").EnumerateArray());

        var @short = route.DeepClone().AsObject();
        var (a, b) = TwoNets(route);
        @short["segments"]!.AsArray().Add(new JsonObject
        {
            ["layer"] = "F_Cu.gtl", ["net"] = a["net"]!.DeepClone(), ["width"] = 0.25,
            ["startX"] = a["startX"]!.DeepClone(), ["startY"] = a["startY"]!.DeepClone(), ["endX"] = b["endX"]!.DeepClone(), ["endY"] = b["endY"]!.DeepClone(),
        });
        await FailsAsync(app, project, @short, "not-verified", "VERIFICATION_FAILED kind=short ");

        await FailsAsync(app, project, new JsonObject(), "invalid", "ROUTE_INVALID path=$.segments error=is missing, must be an array");
        var unknown = route.DeepClone().AsObject();
        unknown["segments"]![0]!["layer"] = "In1_Cu.g2";
        await FailsAsync(app, project, unknown, "invalid", "ROUTE_INVALID path=$.segments[0].layer error=must be F_Cu.gtl or B_Cu.gbl");
        var many = new JsonObject { ["segments"] = new JsonArray([.. Enumerable.Repeat(0, 20_001).Select(_ => (JsonNode)new JsonObject())]) };
        await FailsAsync(app, project, many, "invalid", "ROUTE_INVALID path=$.segments error=has 20001 items, at most 20000 are allowed");
        await FailsAsync(app, "{}"u8.ToArray(), route, "invalid", "PROJECT_INVALID ");

        var large = route.DeepClone().AsObject();
        large["x"] = new string('x', 6 * 1024 * 1024);
        var refused = await app.PostAsync("artifactsFromRoute", Request(project, large));
        Assert.Equal("The route is too large: it has at most 5 MiB.", refused.GetProperty("error").GetProperty("message").GetString());
    }

    /// <returns>The answer's error.</returns>
    private static async Task<JsonElement> FailsAsync(ServedApp app, byte[] project, JsonObject route, string status, string issue)
    {
        var job = await StartAsync(app, project, route);
        var error = (await EndOfAsync(app, job)).GetProperty("error");
        Assert.StartsWith(issue, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(status, (await app.EndOfAsync(job)).GetProperty("status").GetString());
        var nothing = await app.PostAsync("pcbArtifact", new { endpoint = "pcbArtifact", jobId = job });
        Assert.StartsWith($"The job has no artifact: {issue}", nothing.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        return error;
    }

    private static JsonObject Request(byte[] project, JsonObject route) => new()
    {
        ["endpoint"] = "artifactsFromRoute", ["project"] = Encoding.UTF8.GetString(project), ["route"] = route.DeepClone(),
    };

    private static async Task<string> StartAsync(ServedApp app, byte[] project, JsonObject route) =>
        (await app.PostAsync("artifactsFromRoute", Request(project, route))).GetProperty("result").GetProperty("jobId").GetString()!;

    private static async Task<JsonElement> EndOfAsync(ServedApp app, string jobId)
    {
        while (true)
        {
            var answer = await app.PostAsync("routingProgress", new { endpoint = "routingProgress", jobId });
            if (answer.TryGetProperty("error", out _) || answer.GetProperty("result").GetProperty("completed").GetBoolean())
            {
                return answer;
            }

            await Task.Delay(30);
        }
    }

    /// <summary>The copper of a job as a browser sends it: its API tells millimetres with y down, a route has y up.</summary>
    private static async Task<JsonObject> RouteOfAsync(ServedApp app, string job)
    {
        await app.EndOfAsync(job);
        var copper = JsonDocument.Parse(await app.Http.GetStringAsync($"api/jobs/{job}/copper")).RootElement;
        var segments = new JsonArray();
        foreach (var track in copper.GetProperty("tracks").EnumerateArray())
        {
            double[] points = [.. track.GetProperty("points").EnumerateArray().Select(number => number.GetDouble())];
            for (var i = 0; i + 3 < points.Length; i += 2)
            {
                segments.Add(new JsonObject
                {
                    ["layer"] = track.GetProperty("layer").GetString() == "front" ? "F_Cu.gtl" : "B_Cu.gbl",
                    ["net"] = track.GetProperty("net").GetString(),
                    ["startX"] = points[i], ["startY"] = -points[i + 1], ["endX"] = points[i + 2], ["endY"] = -points[i + 3],
                    ["width"] = track.GetProperty("widthMm").GetDouble(),
                });
            }
        }

        var vias = copper.GetProperty("vias").EnumerateArray().Select(via => (JsonNode)new JsonObject
        {
            ["net"] = via.GetProperty("net").GetString(), ["x"] = via.GetProperty("x").GetDouble(), ["y"] = -via.GetProperty("y").GetDouble(),
        });
        return new JsonObject { ["segments"] = segments, ["vias"] = new JsonArray([.. vias]), ["connectedSocketsCount"] = 9 };
    }

    private static (JsonNode A, JsonNode B) TwoNets(JsonObject route)
    {
        var front = route["segments"]!.AsArray().OfType<JsonNode>().Where(segment => segment["layer"]!.GetValue<string>() == "F_Cu.gtl").ToList();
        return (front[0], front.First(segment => segment["net"]!.GetValue<string>() != front[0]["net"]!.GetValue<string>()));
    }

    private static byte[] Read(byte[] zip, string name)
    {
        using var package = new ZipArchive(new MemoryStream(zip));
        using var content = new MemoryStream();
        using var entry = package.GetEntry(name)!.Open();
        entry.CopyTo(content);
        return content.ToArray();
    }
}
