using System.Net;
using System.Text.Json;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>The URLs of a job behind a reverse proxy, over real HTTP.</summary>
[Collection(ServedApp.MostlyWaiting)]
public sealed class ForwardedTests
{
    [Fact]
    public async Task Every_url_begins_with_what_the_client_sees_and_of_strangers_with_what_they_reached()
    {
        await using var app = await ServedApp.StartAsync();
        using var trusted = await StartAsync(app);
        AssertUrls(trusted, (await ServedApp.JsonAsync(trusted)), "https://api.example.org/");

        await using var strict = await ServedApp.StartAsync(null, ("TrustedProxies", "10.0.0.0/8"));
        using var untrusted = await StartAsync(strict);
        AssertUrls(untrusted, await ServedApp.JsonAsync(untrusted), strict.Http.BaseAddress!.AbsoluteUri);
    }

    private static void AssertUrls(HttpResponseMessage response, JsonElement body, string origin)
    {
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.StartsWith(origin, response.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.All(
            body.EnumerateObject().Where(property => property.Name.EndsWith("Uri", StringComparison.Ordinal)),
            property => Assert.StartsWith(origin, property.Value.GetString(), StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> StartAsync(ServedApp app)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs")
        {
            Content = new ByteArrayContent(RepositoryFolders.SampleProject("small")) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Add("X-Forwarded-Host", "api.example.org");
        request.Headers.Add("X-Forwarded-Proto", "https");
        return await app.Http.SendAsync(request);
    }
}
