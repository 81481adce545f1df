using System.Net;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Http.Compatible;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Tests.Http;

/// <summary>Pages of foreign origins change nothing, in both hosts: a browser sends a form or plain text of any page without asking first.</summary>
public sealed class PageOriginTests
{
    private const string Start = """{"endpoint":"routingStart","project":"{}"}""";

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://editor.example.evil")]
    [InlineData("http://editor.example")]
    [InlineData("null")]
    public async Task A_foreign_page_starts_and_ends_nothing_where_origins_are_set(string origin)
    {
        using var app = new FakeApp(("AllowedOrigins", "https://editor.example"));
        HttpResponseData[] answers =
        [
            await app.Function<StartJobFunction>().RunAsync(FakeRequest.Post("{}", ("Origin", origin)), app.Client, new FakeContext()),
            await app.Function<EndJobFunctions>().TerminateAsync(FakeRequest.Post("", ("Origin", origin)), "0123456789ABCDEFGHIJab", app.Client, new FakeContext()),
            await app.Function<CheckFunction>().RunAsync(FakeRequest.Post("{}", ("Origin", origin)), new FakeContext()),
            await StartAsync(app, origin),
        ];

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Forbidden, "ORIGIN_NOT_ALLOWED"), (answer.StatusCode, answer.ErrorCode())));
        Assert.Empty(app.Client.Started);
    }

    [Theory]
    [InlineData("https://editor.example")]
    [InlineData("https://boards.example")]
    [InlineData(null)]
    public async Task A_named_page_our_own_and_no_page_do(string? origin)
    {
        using var app = new FakeApp(("AllowedOrigins", "https://editor.example"));
        HttpResponseData answer = await StartAsync(app, origin);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Our_own_page_is_known_by_the_name_that_a_trusted_proxy_tells()
    {
        using var app = new FakeApp(("AllowedOrigins", "https://editor.example"));
        (string, string)[] proxied = [("X-Forwarded-For", "203.0.113.7, 127.0.0.1"), ("X-Forwarded-Host", "api.example.org"), ("Origin", "https://api.example.org")];
        Assert.Equal(HttpStatusCode.OK, (await StartAsync(app, null, proxied)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await StartAsync(app, null, [("X-Forwarded-For", "203.0.113.7"), .. proxied[1..]])).StatusCode);
    }

    [Fact]
    public async Task Where_none_is_set_every_page_may_call_as_before()
    {
        using var app = new FakeApp();
        Assert.Equal(HttpStatusCode.OK, (await StartAsync(app, "https://any.example")).StatusCode);
    }

    private static Task<HttpResponseData> StartAsync(FakeApp app, string? origin, params (string, string)[] headers) =>
        app.Function<RoutingStartFunction>().RunAsync(
            FakeRequest.Post(Start, origin is null ? headers : [("Origin", origin), .. headers]), app.Client, new FakeContext());
}
