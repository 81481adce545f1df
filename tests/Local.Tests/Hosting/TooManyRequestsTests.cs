using System.Net;
using System.Net.Http.Headers;

namespace MakeDevice.Local.Tests.Hosting;

public sealed class TooManyRequestsTests
{
    [Fact]
    public async Task A_client_that_starts_too_much_gets_429_with_Retry_After_and_others_go_on()
    {
        await using var host = await ServeProcess.StartAsync(("MakeDevice__StartsPerMinute", "2"));

        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(host, "203.0.113.7")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(host, "198.51.100.1, 203.0.113.7:4711")).StatusCode);
        var refused = await StartAsync(host, "203.0.113.7");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        Assert.Contains("TOO_MANY_REQUESTS", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(host, "203.0.113.8")).StatusCode);
    }

    [Fact]
    public async Task Status_requests_have_a_limit_of_their_own_and_this_machine_has_none()
    {
        await using var host = await ServeProcess.StartAsync(("MakeDevice__StartsPerMinute", "1"), ("MakeDevice__RequestsPerMinute", "2"));

        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(host, "203.0.113.7")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(host, "203.0.113.7"));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, null));
        }
    }

    private static Task<HttpResponseMessage> StartAsync(ServeProcess host, string client)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/jobs") { Content = new StringContent("{}") };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Forwarded-For", client);
        return host.Http.SendAsync(request);
    }

    private static async Task<HttpStatusCode> StatusAsync(ServeProcess host, string? client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/jobs/0123456789ABCDEFGHIJab");
        if (client is not null)
        {
            request.Headers.Add("X-Forwarded-For", client);
        }

        return (await host.Http.SendAsync(request)).StatusCode;
    }
}
