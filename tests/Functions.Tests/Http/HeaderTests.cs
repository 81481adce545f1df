using System.Net;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Http.Compatible;

namespace MakeDevice.Functions.Tests.Http;

public sealed class HeaderTests
{
    [Fact]
    public async Task Every_answer_has_the_secure_headers()
    {
        using var app = new FakeApp();
        var response = await app.Replies.UnknownJobAsync(FakeRequest.Get());
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", response.Header("X-Frame-Options"));
        Assert.Equal("no-store", response.Header("Cache-Control"));
        Assert.Contains("default-src 'none'", response.Header("Content-Security-Policy")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_origin_may_call_where_none_is_set()
    {
        using var app = new FakeApp();
        var response = app.Function<PreflightFunction>().Run(new FakeRequest("OPTIONS", [], null, ("Origin", "https://any.example")));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
        Assert.Contains("Idempotency-Key", response.Header("Access-Control-Allow-Headers")!, StringComparison.Ordinal);
        Assert.Contains("DELETE", response.Header("Access-Control-Allow-Methods")!, StringComparison.Ordinal);
        Assert.Null(response.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public void Only_listed_origins_may_call_where_some_are_set()
    {
        using var app = new FakeApp(("AllowedOrigins", "https://a.example, https://b.example"));
        var listed = app.Replies.Preflight(new FakeRequest("OPTIONS", [], null, ("Origin", "https://b.example")));
        Assert.Equal(("https://b.example", "Origin"), (listed.Header("Access-Control-Allow-Origin"), listed.Header("Vary")));
        foreach (var other in new[] { "https://c.example", "https://b.example.evil", "null" })
        {
            var refused = app.Replies.Preflight(new FakeRequest("OPTIONS", [], null, ("Origin", other)));
            Assert.Null(refused.Header("Access-Control-Allow-Origin"));
            Assert.Null(refused.Header("Access-Control-Allow-Methods"));
        }
    }
}
