using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>What an editor asks over HTTP: the pages, the library, a check without a job, events, copper and the API's own description.</summary>
[Collection(ServedApp.OneAtATime)]
public sealed class EditorEndpointTests
{
    [Fact]
    public async Task The_editor_its_files_and_the_library_are_served_with_a_policy_that_lets_them_work()
    {
        await using var app = await ServedApp.StartAsync();
        using var home = await app.Http.GetAsync("/");
        Assert.Equal("text/html", home.Content.Headers.ContentType!.MediaType);
        var policy = Assert.Single(home.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("sandbox", policy, StringComparison.Ordinal);
        var page = await home.Content.ReadAsStringAsync();
        foreach (var file in new[] { "editor.css", "js/main.js", "icon.svg" })
        {
            Assert.Contains(file, page, StringComparison.Ordinal);
            using var served = await app.Http.GetAsync($"editor/{file}");
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            using var again = new HttpRequestMessage(HttpMethod.Get, $"editor/{file}") { Headers = { { "If-None-Match", served.Headers.ETag!.Tag } } };
            using var unchanged = await app.Http.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }

        foreach (var path in new[] { "editor/nothing.js", "editor/../host.json", "editor/..%2f..%2fhost.json", "api/nothing", "api/modules/..%2f..%2fetc/picture.svg", "api/modules/none_1.0/picture.svg" })
        {
            using var missing = await app.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }

        using var refused = await app.Http.DeleteAsync("api/modules");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Contains("GET", refused.Content.Headers.Allow);

        var modules = JsonNode.Parse(await app.Http.GetStringAsync("api/modules"))!["modules"]!.AsArray();
        Assert.Equal(Directory.GetDirectories(RepositoryFolders.SampleModules).Length, modules.Count);
        var button = modules.Single(module => module!["name"]!.GetValue<string>() == "sample_button")!;
        Assert.Equal(6, button["sockets"]!.AsArray().Count);
        Assert.StartsWith("<svg", await app.Http.GetStringAsync($"api/modules/{button["key"]}/picture.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_tells_nets_and_problems_without_a_job()
    {
        await using var app = await ServedApp.StartAsync();
        var good = await CheckAsync(app, RepositoryFolders.SampleProject("typical"));
        Assert.True(good.GetProperty("canRoute").GetBoolean());
        Assert.Equal(0, good.GetProperty("issues").GetArrayLength());
        var sockets = good.GetProperty("nets").EnumerateArray().Sum(net => net.GetProperty("sockets").GetArrayLength());
        Assert.Equal(sockets - good.GetProperty("nets").GetArrayLength(), good.GetProperty("ratsnest").GetArrayLength());
        Assert.True(good.GetProperty("trunkZones").GetProperty("leftMm").GetDouble() > 0);

        var overlapping = JsonNode.Parse(RepositoryFolders.SampleProject("typical"))!;
        overlapping["modules"]![1]!["position"] = overlapping["modules"]![0]!["position"]!.DeepClone();
        var bad = await CheckAsync(app, Encoding.UTF8.GetBytes(overlapping.ToJsonString()));
        Assert.False(bad.GetProperty("canRoute").GetBoolean());
        var issue = bad.GetProperty("issues").EnumerateArray().First(found => found.GetProperty("code").GetString() == "MODULE_OVERLAPPING_OTHER_MODULE");
        Assert.Equal("error", issue.GetProperty("severity").GetString());
        Assert.EndsWith(".", issue.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, bad.GetProperty("ratsnest").GetArrayLength());

        var broken = await CheckAsync(app, "[1"u8.ToArray());
        Assert.False(broken.GetProperty("canRoute").GetBoolean());
        Assert.NotEqual(0, broken.GetProperty("issues").GetArrayLength());
        using var text = await app.Http.PostAsync("api/check", new StringContent("{}", Encoding.UTF8, "text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
    }

    [Fact]
    public async Task A_check_routes_where_it_is_asked_to_and_two_seconds_are_enough()
    {
        await using var app = await ServedApp.StartAsync();
        var board = new ByteArrayContent(RepositoryFolders.SampleProject("small")) { Headers = { ContentType = new("application/json") } };
        var routed = default(JsonElement);
        for (var i = 0; i < 8 && (i == 0 || !routed.GetProperty("finished").GetBoolean()); i++)
        {
            // On a busy machine the budget may be too small at first.
            using var answer = await app.Http.PostAsync("api/check?route=true", board);
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            routed = body.GetProperty("routed");
            Assert.Equal(routed.GetProperty("finished").GetBoolean(), body.TryGetProperty("copper", out _));
        }

        Assert.True(routed.GetProperty("finished").GetBoolean(), "two seconds were never enough for the smallest sample");
        Assert.Equal(routed.GetProperty("total").GetInt32(), routed.GetProperty("connected").GetInt32());
        Assert.Contains("<svg", routed.GetProperty("front").GetString(), StringComparison.Ordinal);
        var plain = await CheckAsync(app, RepositoryFolders.SampleProject("small"));
        Assert.False(plain.TryGetProperty("routed", out _) || plain.TryGetProperty("copper", out _));
    }

    [Fact]
    public async Task Every_page_answers_HEAD_and_an_answer_that_no_function_made_is_as_safe_as_the_others()
    {
        await using var app = await ServedApp.StartAsync();
        foreach (var path in (string[])["", "editor/js/main.js", "api/modules", "openapi.json", "api/nothing"])
        {
            using var get = await app.Http.GetAsync(path);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await app.Http.SendAsync(request);
            Assert.Equal((get.StatusCode, get.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            foreach (var name in (string[])["X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"])
            {
                Assert.True(get.Headers.Contains(name), $"{path}: no {name}");
            }
        }
    }

    [Fact]
    public async Task A_job_is_followed_by_events_and_leaves_its_copper_as_numbers()
    {
        await using var app = await ServedApp.StartAsync();
        var job = await app.SubmitAsync(Boards.Variant("typical", "events"));
        string? last = null;
        var states = new List<string>();
        for (var i = 0; i < 200 && states.LastOrDefault() is null or "running"; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"api/jobs/{job}/events");
            if (last is not null)
            {
                request.Headers.Add("Last-Event-ID", last);
            }

            using var answer = await app.Http.SendAsync(request);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
            var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
            if (lines.FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal)) is { } data)
            {
                Assert.NotEqual(last, last = lines.Single(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..]);
                states.Add(JsonDocument.Parse(data[6..]).RootElement.GetProperty("status").GetString()!);
            }
        }

        Assert.Equal("done", states[^1]);
        var copper = JsonDocument.Parse(await app.Http.GetStringAsync($"api/jobs/{job}/copper")).RootElement;
        var output = JsonDocument.Parse(await app.Http.GetStringAsync($"api/jobs/{job}")).RootElement.GetProperty("output").GetProperty("copper");
        Assert.Equal(output.GetProperty("vias").GetInt32(), copper.GetProperty("vias").GetArrayLength());
        Assert.NotEqual(0, copper.GetProperty("tracks").GetArrayLength());
        Assert.Equal(0, copper.GetProperty("unconnected").GetArrayLength());

        // A result that was taken over is shown as any other.
        var again = await app.SubmitAsync(Boards.Variant("typical", "events"));
        Assert.Equal("done", (await app.EndOfAsync(again)).GetProperty("status").GetString());
        Assert.Equal(copper.GetRawText(), await app.Http.GetStringAsync($"api/jobs/{again}/copper"));
        using var unknown = await app.Http.GetAsync("api/jobs/AAAAAAAAAAAAAAAAAAAAAA/copper");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_api_describes_every_endpoint_with_examples_that_are_json_of_the_kind_they_claim()
    {
        await using var app = await ServedApp.StartAsync();
        var api = JsonNode.Parse(await app.Http.GetStringAsync("openapi.json"))!;
        Assert.Equal("3.1.0", api["openapi"]!.GetValue<string>());
        var schemas = api["components"]!["schemas"]!.AsObject().Select(schema => $"#/components/schemas/{schema.Key}").ToHashSet();
        Assert.All(References(api), reference => Assert.Contains(reference, schemas));
        var paths = api["paths"]!.AsObject();
        Assert.Contains("/api/jobs", paths.Select(path => path.Key));
        Assert.Contains("/routingStart", paths.Select(path => path.Key));
        var operations = paths.SelectMany(path => path.Value!.AsObject().Select(verb => (Path: path.Key, Verb: verb.Key, Operation: verb.Value!))).ToList();
        Assert.Equal(operations.Count, operations.Select(o => o.Operation["operationId"]!.GetValue<string>()).Distinct().Count());
        foreach (var (path, verb, operation) in operations)
        {
            Assert.NotEmpty(operation["summary"]!.GetValue<string>());
            Assert.NotEmpty(operation["responses"]!.AsObject());
            Assert.All(Parameters(path), name => Assert.Contains(operation["parameters"]!.AsArray(), p => p!["name"]!.GetValue<string>() == name && p["in"]!.GetValue<string>() == "path"));
            if (verb == "post" && operation["requestBody"]?["content"]?["application/json"]?["examples"]?["example"]?["value"] is { } example)
            {
                using var answer = await app.Http.PostAsync(path, new StringContent(example.ToJsonString(), Encoding.UTF8, "application/json"));
                Assert.True(operation["responses"]!.AsObject().ContainsKey(((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)), $"{verb} {path}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task The_form_of_a_project_is_served_as_it_is_documented()
    {
        await using var app = await ServedApp.StartAsync();
        using var answer = await app.Http.GetAsync("project.schema.json");
        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(RepositoryFolders.Root, "docs", "project.schema.json")), await answer.Content.ReadAsStringAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, "project.schema.json") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var kept = await app.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, kept.StatusCode);
    }

    private static IEnumerable<string> Parameters(string path) =>
        path.Split('/').Where(part => part.StartsWith('{')).Select(part => part[1..part.IndexOf('}', StringComparison.Ordinal)]);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(property => property.Key == "$ref" ? [property.Value!.GetValue<string>()] : References(property.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static async Task<JsonElement> CheckAsync(ServedApp app, byte[] project)
    {
        using var body = new ByteArrayContent(project) { Headers = { ContentType = new("application/json") } };
        using var answer = await app.Http.PostAsync("api/check", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
