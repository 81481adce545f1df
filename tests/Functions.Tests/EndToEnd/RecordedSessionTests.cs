using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>
/// What the predecessor answered, as it was recorded, and what this service answers to the same requests over HTTP: the same fields with the same kinds of
/// values, in errors the same texts, and the headers that its browser needs.
/// </summary>
[Collection(ServedApp.MostlyWaiting)]
public sealed class RecordedSessionTests
{
    [SharedFact]
    public async Task A_board_from_start_to_zip_has_the_fields_of_the_recorded_session()
    {
        await using var app = await StartAsync();
        var started = await PostAsync(app, "routingStart", Recorded("01_routingStart.request.json"));
        AssertSameFields(RecordedBody("01_routingStart.response.http"), started);
        var job = started.GetProperty("result").GetProperty("jobId").GetString();

        var first = await PostAsync(app, "routingProgress", Ask("routingProgress", job));
        AssertSameFields(RecordedJson("02_routingProgress.response.2.trimmed.json"), first, optional: "issues");
        JsonElement last;
        do
        {
            last = await PostAsync(app, "routingProgress", Ask("routingProgress", job));
            await Task.Delay(50);
        }
        while (!last.GetProperty("result").GetProperty("completed").GetBoolean() && !last.TryGetProperty("error", out _));

        AssertSameFields(RecordedJson("02_routingProgress.response.8.trimmed.json"), last);
        AssertPictures(last.GetProperty("result"), RecordedJson("02_routingProgress.response.1.json").GetProperty("result"));
        var artifact = await PostAsync(app, "pcbArtifact", Ask("pcbArtifact", job));
        AssertSameFields(RecordedJson("03_pcbArtifact.response.trimmed.json"), artifact);
        Assert.Equal("PK"u8.ToArray(), artifact.GetProperty("result").GetProperty("zipFile").GetBytesFromBase64()[..2]);
    }

    [SharedFact]
    public async Task Unknown_jobs_are_answered_in_the_recorded_words()
    {
        await using var app = await StartAsync();
        foreach (var (endpoint, name) in new[] { ("routingProgress", "10_progress_unknown_job"), ("pcbArtifact", "11_artifact_unknown_job") })
        {
            var answer = await PostAsync(app, endpoint, Recorded($"{name}.request.json"));
            Assert.True(JsonElement.DeepEquals(RecordedJson($"{name}.response.txt"), answer), answer.ToString());
        }
    }

    [SharedFact]
    public async Task What_was_answered_with_a_page_of_the_server_is_now_a_message()
    {
        await using var app = await StartAsync();
        foreach (var (endpoint, name) in new[]
        {
            ("routingStart", "12_wrong_endpoint"), ("routingStart", "13_missing_project"), ("routingStart", "14_project_not_string"), ("routingStart", "15_body_not_json"),
            ("routingProgress", "16_progress_path_traversal"), ("pcbArtifact", "17_artifact_path_traversal"),
        })
        {
            var answer = await PostAsync(app, endpoint, Recorded($"{name}.request.json"));
            Assert.Equal(endpoint, answer.GetProperty("endpoint").GetString());
            Assert.NotEmpty(answer.GetProperty("error").GetProperty("message").GetString()!);
            Assert.False(answer.TryGetProperty("result", out _));
        }
    }

    [SharedFact]
    public async Task A_project_that_is_refused_has_the_recorded_issue_as_its_message_and_names_the_modules()
    {
        await using var app = await StartAsync();
        foreach (var (project, name) in new[]
        {
            ("h01_*", "22_progress_h01_overlap_modules.response.trimmed.json"), ("h03_*", "26_progress_h03_left_bus_zone.response.json"),
        })
        {
            var path = Assert.Single(Directory.GetFiles(Path.Combine(RepositoryFolders.Shared!, "projects", "hard"), project));
            var start = JsonSerializer.SerializeToUtf8Bytes(new { endpoint = "routingStart", project = await File.ReadAllTextAsync(path) });
            var job = (await PostAsync(app, "routingStart", start)).GetProperty("result").GetProperty("jobId").GetString();
            JsonElement answer;
            do
            {
                answer = await PostAsync(app, "routingProgress", Ask("routingProgress", job));
                await Task.Delay(50);
            }
            while (!answer.TryGetProperty("error", out _));

            var recorded = RecordedJson(name);
            AssertSameFields(recorded, answer);
            var issue = recorded.GetProperty("error").GetProperty("message").GetString();
            Assert.Equal(issue, answer.GetProperty("error").GetProperty("message").GetString());
            Assert.Contains(issue, answer.GetProperty("issues").EnumerateArray().Select(text => text.GetString()));
            Assert.NotEmpty(answer.GetProperty("error").GetProperty("failedModuleIds").EnumerateArray());
        }
    }

    /// <summary>The same page, and each picture an SVG.</summary>
    private static void AssertPictures(JsonElement result, JsonElement recorded)
    {
        var page = Svg(recorded, "routingImageFront");
        foreach (var name in new[] { "routingImage", "routingImageFront", "routingImageBack" })
        {
            var picture = Svg(result, name);
            Assert.Equal((Attribute(page, "width"), Attribute(page, "height")), (Attribute(picture, "width"), Attribute(picture, "height")));
        }

        static string Svg(JsonElement result, string name) => Encoding.UTF8.GetString(result.GetProperty(name).GetBytesFromBase64());

        static string Attribute(string svg, string name) => System.Xml.Linq.XDocument.Parse(WithoutType(svg)).Root!.Attribute(name)!.Value;

        static string WithoutType(string svg) => svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
    }

    /// <summary>Every object has the recorded properties and no others; values are of one kind.</summary>
    private static void AssertSameFields(JsonElement recorded, JsonElement answer, string? optional = null)
    {
        Assert.True(Kind(recorded) == Kind(answer), $"{recorded} is now {answer}");
        if (recorded.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        Assert.Equal(
            recorded.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal),
            answer.EnumerateObject().Select(property => property.Name).Where(name => name != optional).Order(StringComparer.Ordinal));
        foreach (var property in recorded.EnumerateObject())
        {
            AssertSameFields(property.Value, answer.GetProperty(property.Name));
        }

        static JsonValueKind Kind(JsonElement value) => value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
    }

    private static Task<ServedApp> StartAsync() => ServedApp.StartAsync(null, ("Modules", Path.Combine(RepositoryFolders.Shared!, "modules")));

    private static async Task<JsonElement> PostAsync(ServedApp app, string endpoint, byte[] body)
    {
        using var response = await app.Http.PostAsync(endpoint, new ByteArrayContent(body));
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        return await ServedApp.JsonAsync(response);
    }

    private static byte[] Ask(string endpoint, string? job) => JsonSerializer.SerializeToUtf8Bytes(new { endpoint, jobId = job });

    private static byte[] Recorded(string name) => File.ReadAllBytes(Path.Combine(RepositoryFolders.Shared!, "reference", "http", name));

    private static JsonElement RecordedJson(string name) => JsonDocument.Parse(Recorded(name)).RootElement;

    private static JsonElement RecordedBody(string name)
    {
        var text = Encoding.UTF8.GetString(Recorded(name));
        return JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
    }
}
