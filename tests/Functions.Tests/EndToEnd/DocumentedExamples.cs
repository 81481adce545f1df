using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>Does what the API's description says, against a host: every operation with every example, each answered as it is described.</summary>
internal static class DocumentedExamples
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Ends of jobs come last, that of the history at the very end: the others need a job that is there.</summary>
    private static readonly string[] Last = ["CancelJob", "TerminateJob", "PurgeJob"];

    /// <returns>The names of the operations that were tried.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(HttpClient http)
    {
        var api = JsonNode.Parse(await http.GetStringAsync("openapi.json"))!;
        var operations = api["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(verb => new Operation(path.Key, verb.Key, verb.Value!)))
            .OrderBy(operation => Array.IndexOf(Last, operation.Id))
            .ToList();
        var job = await FinishedJobAsync(http, operations.Single(operation => operation.Id == "StartJob"));
        foreach (var operation in operations)
        {
            foreach (var example in operation.Examples())
            {
                await TryAsync(http, operation, example, job);
            }
        }

        return [.. operations.Select(operation => operation.Id)];
    }

    private static async Task<string> FinishedJobAsync(HttpClient http, Operation start)
    {
        using var started = await http.PostAsync("api/jobs", Json(start.Examples().First()!.ToJsonString()));
        var job = JsonNode.Parse(await started.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(200))
        {
            var state = JsonNode.Parse(await http.GetStringAsync($"api/jobs/{job}"))!["status"]!.GetValue<string>();
            if (state != "running")
            {
                Assert.Equal("done", state);
                return job;
            }
        }

        throw new TimeoutException("The documented board is not routed in time.");
    }

    private static async Task TryAsync(HttpClient http, Operation operation, JsonNode? example, string job)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Verb.ToUpperInvariant()), operation.Path(job));
        if (example is not null)
        {
            request.Content = Json(OfJob(example, job).ToJsonString());
        }

        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var told = $"{operation.Id}: {(int)answer.StatusCode} {body[..Math.Min(300, body.Length)]}";
        var described = operation.Node["responses"]![$"{(int)answer.StatusCode}"];
        Assert.True(described is not null, told);

        // A job that has ended cannot be ended; whatever else is documented works.
        Assert.True(answer.IsSuccessStatusCode || (answer.StatusCode == HttpStatusCode.Conflict && Last.Contains(operation.Id)), told);
        if (described!["content"]?.AsObject().Select(media => media.Key).ToList() is { } types)
        {
            Assert.True(types.Contains(answer.Content.Headers.ContentType!.MediaType!) || types.Contains("application/octet-stream"), $"{answer.Content.Headers.ContentType} {told}");
        }

        if (answer.Content.Headers.ContentType?.MediaType == "application/json")
        {
            Assert.True(JsonNode.Parse(body)!["error"] is null || !answer.IsSuccessStatusCode, told);
        }
    }

    /// <summary>The example about a job that is there.</summary>
    private static JsonNode OfJob(JsonNode example, string job)
    {
        var copy = example.DeepClone();
        foreach (var name in (string[])["job", "jobId"])
        {
            if (copy[name] is not null)
            {
                copy[name] = job;
            }
        }

        return copy;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private sealed record Operation(string Template, string Verb, JsonNode Node)
    {
        public string Id => Node["operationId"]!.GetValue<string>();

        public string Path(string job) => Template.TrimStart('/')
            .Replace("{id}", job, StringComparison.Ordinal)
            .Replace("{name}", "report.json", StringComparison.Ordinal)
            .Replace("{picture}", "front.svg", StringComparison.Ordinal)
            .Replace("{key}", "sample_button_1.0", StringComparison.Ordinal);

        /// <summary>The bodies of requests; null for a request without one.</summary>
        public IEnumerable<JsonNode?> Examples() => Node["requestBody"]?["content"]?["application/json"]?["examples"]?.AsObject().Select(example => example.Value!["value"]) ?? [null];
    }
}
