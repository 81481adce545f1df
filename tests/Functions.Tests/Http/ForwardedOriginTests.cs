using MakeDevice.Functions.Http;

namespace MakeDevice.Functions.Tests.Http;

public sealed class ForwardedOriginTests
{
    private const string Inner = "https://boards.example";

    [Theory]
    [InlineData("loopback", "127.0.0.1", "https://api.example.org")]
    [InlineData("loopback", "::ffff:127.0.0.1", "https://api.example.org")]
    [InlineData("10.1.0.0/16", "10.1.2.3:50123", "https://api.example.org")]
    [InlineData("2001:db8::/32 192.0.2.1", "[2001:db8::7]:443", "https://api.example.org")]
    [InlineData("192.0.2.1", "192.0.2.2", Inner)]
    [InlineData("none", "127.0.0.1", Inner)]
    [InlineData("loopback", "203.0.113.5", Inner)]
    [InlineData("loopback", null, Inner)]
    [InlineData("loopback", "unknown", Inner)]
    [InlineData("*", null, "https://api.example.org")]
    [InlineData("*", "203.0.113.5", "https://api.example.org")]
    public void Only_a_trusted_proxy_says_what_the_client_sees(string trusted, string? peer, string origin) =>
        Assert.Equal(origin, Of(trusted, peer, ("X-Forwarded-Host", "api.example.org"), ("X-Forwarded-Proto", "https")));

    [Fact]
    public void A_client_cannot_say_it_through_an_honest_peer() =>
        Assert.Equal(Inner, Of("loopback", "127.0.0.1, 203.0.113.5", ("X-Forwarded-Host", "evil.example")));

    [Fact]
    public void What_the_outermost_trusted_proxy_saw_counts() => Assert.Equal(
        "https://api.example.org",
        Of("loopback 10.0.0.0/8", "198.51.100.4, 10.0.0.2, 127.0.0.1", ("X-Forwarded-Host", "forged.example, api.example.org, inner.local"), ("X-Forwarded-Proto", "gopher, https, http")));

    [Theory]
    [InlineData("for=192.0.2.43;proto=http;host=api.example.org:8443", "http://api.example.org:8443")]
    [InlineData("For=\"[2001:db8::1]:4711\"; Host=\"api.example.org\"; Proto=https", "https://api.example.org")]
    [InlineData("for=1.2.3.4;host=forged.example, for=1.2.3.4;host=api.example.org", "https://api.example.org")]
    [InlineData("proto=http", "http://boards.example")]
    [InlineData("by=x", Inner)]
    public void The_standard_header_is_read(string forwarded, string origin) => Assert.Equal(origin, Of("loopback", "127.0.0.1", ("Forwarded", forwarded)));

    [Fact]
    public void The_older_headers_come_first() =>
        Assert.Equal("http://a.example", Of("loopback", "127.0.0.1", ("Forwarded", "host=b.example;proto=https"), ("X-Forwarded-Host", "a.example"), ("X-Forwarded-Proto", "http")));

    [Theory]
    [InlineData("a.example/path")]
    [InlineData("user@a.example")]
    [InlineData("a.example:99999")]
    [InlineData("a b")]
    [InlineData("\"><script>")]
    [InlineData("[::1")]
    [InlineData("-")]
    public void A_host_that_is_none_is_not_repeated(string host) => Assert.Equal(Inner, Of("loopback", "127.0.0.1", ("X-Forwarded-Host", host)));

    [Theory]
    [InlineData("10.0.0.0/99")]
    [InlineData("proxy.example")]
    public void A_setting_that_names_no_address_is_refused(string text) =>
        Assert.Contains("TrustedProxies", Assert.Throws<InvalidOperationException>(() => new FakeApp(("TrustedProxies", text))).Message, StringComparison.Ordinal);

    private static string Of(string trusted, string? peer, params (string Name, string Value)[] headers) => ForwardedOrigin.Of(
        FakeRequest.Get(peer is null ? headers : [("X-Forwarded-For", peer), .. headers]), TrustedProxies.Parse(trusted));
}
