using System.Net;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>A browser reads an answer only where it names the page's origin: every one must, errors of the host among them.</summary>
[Collection(ServedApp.MostlyWaiting)]
public sealed class OriginTests
{
    private static readonly (HttpMethod Method, string Path, HttpStatusCode Status)[] Requests =
    [
        (HttpMethod.Get, "api/health", HttpStatusCode.OK),
        (HttpMethod.Get, "no/such/path", HttpStatusCode.NotFound),
        (HttpMethod.Get, "routingStart", HttpStatusCode.MethodNotAllowed),
        (HttpMethod.Put, "api/jobs", HttpStatusCode.MethodNotAllowed),
        (HttpMethod.Options, "routingStart", HttpStatusCode.NoContent),
        (HttpMethod.Get, "api/jobs/nope", HttpStatusCode.NotFound),
        (HttpMethod.Post, "api/jobs", HttpStatusCode.UnsupportedMediaType),
    ];

    [Fact]
    public async Task Every_answer_names_the_origins_that_may_read_it()
    {
        await using var app = await ServedApp.StartAsync();
        foreach (var (method, path, status) in Requests)
        {
            using var answer = await SendAsync(app, method, path, "https://editor.example");
            Assert.Equal((status, "*"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin"))));
        }
    }

    [Fact]
    public async Task Where_origins_are_set_only_they_are_named()
    {
        await using var app = await ServedApp.StartAsync(null, ("AllowedOrigins", "https://editor.example"));
        foreach (var (method, path, status) in Requests)
        {
            using var allowed = await SendAsync(app, method, path, "https://editor.example");
            Assert.Equal((status, "https://editor.example"), (allowed.StatusCode, Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin"))));
            using var other = await SendAsync(app, method, path, "https://other.example");
            Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(ServedApp app, HttpMethod method, string path, string origin)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        return await app.Http.SendAsync(request);
    }
}
