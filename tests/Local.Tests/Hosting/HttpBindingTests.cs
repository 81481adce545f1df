using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Local.Tests.Hosting;

/// <summary>Requests over a real loopback connection, and what functions make of them.</summary>
public sealed class HttpBindingTests
{
    [Fact]
    public async Task AFunction_ReadsJson_Query_Headers_AndCookies_AndWritesThem()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/echo?q=a%20b") { Content = JsonContent.Create(new { name = "Ada", TIMES = 2 }) };
        request.Headers.Add("Cookie", "last=monday");
        request.Headers.Add("X-Forwarded-For", "10.0.0.9");

        using HttpResponseMessage response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("""{"Name":"Ada","Times":2}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("a b", response.Headers.GetValues("X-Query").Single());
        Assert.Matches("^10\\.0\\.0\\.9,(127\\.0\\.0\\.1|::1|::ffff:127\\.0\\.0\\.1)$", response.Headers.GetValues("X-Forwarded").Single());
        Assert.Equal("seen=monday; path=/", response.Headers.GetValues("Set-Cookie").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/items/7", "number 7 whole")]
    [InlineData("/items/7/lid", "number 7 lid")]
    [InlineData("/ITEMS/new", "new")]
    [InlineData("/items/seven", "name seven")]
    [InlineData("/items/a%2Fb", "name a/b")]
    [InlineData("/items/%C3%A4", "name ä")]
    [InlineData("/files/a/b/c.txt", "rest a/b/c.txt")]
    public async Task TheMostSpecificRoute_Answers(string path, string expected)
    {
        await using HostFixture host = await HostFixture.StartAsync();

        Assert.Equal((HttpStatusCode.OK, expected), await host.GetAsync(path));
    }

    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/items/seven/lid", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/items//", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/echo", HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED")]
    [InlineData("/../../etc/passwd", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/broken", HttpStatusCode.InternalServerError, "INTERNAL_ERROR")]
    public async Task AnError_HasACode_AndNoSecret(string path, HttpStatusCode status, string code)
    {
        await using HostFixture host = await HostFixture.StartAsync();

        using HttpResponseMessage answer = await host.Client.GetAsync(path);
        string body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.StartsWith($$"""{"error":{"code":"{{code}}",""", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", body.Replace("at that path", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://boards.example", "/items/1", "https://boards.example")]
    [InlineData("https://boards.example", "/nothing", "https://boards.example")]
    [InlineData("https://boards.example", "/echo", "https://boards.example")]
    [InlineData("https://evil.example", "/items/1", null)]
    [InlineData("https://evil.example", "/nothing", null)]
    public async Task WhereTheHostAnswersForCors_ItsOriginsMayRead(string origin, string path, string? allowed)
    {
        await using HostFixture host = await HostFixture.StartAsync(cors: "https://boards.example, https://other.example");
        host.Client.DefaultRequestHeaders.Add("Origin", origin);

        using HttpResponseMessage answer = await host.Client.GetAsync(path);

        Assert.Equal(allowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
        using HttpRequestMessage asked = new(HttpMethod.Options, path);
        asked.Headers.Add("Access-Control-Request-Method", "POST");
        asked.Headers.Add("Access-Control-Request-Headers", "content-type");
        using HttpResponseMessage preflight = await host.Client.SendAsync(asked);
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(allowed is null ? null : "POST", preflight.Headers.TryGetValues("Access-Control-Allow-Methods", out var methods) ? methods.Single() : null);
    }

    [Theory]
    [InlineData("GET", "/echo", "POST")]
    [InlineData("POST", "/files/a/b", "GET, OPTIONS")]
    [InlineData("DELETE", "/items/seven", "GET")]
    public async Task AMethodThatAPathDoesNotTake_Is405WithThoseThatItTakes(string method, string path, string allowed)
    {
        await using HostFixture host = await HostFixture.StartAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), path);

        using HttpResponseMessage answer = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed.Split(", "), answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ABodyOverTheLimit_IsRefused_WithOrWithoutALength()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        byte[] large = Encoding.UTF8.GetBytes($"\"{new string('x', 200_000)}\"");

        using HttpResponseMessage known = await host.Client.PostAsync("/echo", new ByteArrayContent(large));
        using HttpRequestMessage chunked = new(HttpMethod.Post, "/echo") { Content = new ByteArrayContent(large) };
        chunked.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage unknown = await host.Client.SendAsync(chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, known.StatusCode);
        Assert.Contains("BODY_TOO_LARGE", await known.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unknown.StatusCode);
    }

    [Theory]
    [InlineData("GET /items/1 HTTP/1.1\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET /items/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "HTTP/1.1 ")]
    [InlineData("GET /items/1 HTTP/1.1\r\nHost: ][\r\nConnection: close\r\n\r\n", "HTTP/1.1 ")]
    [InlineData("GET /../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "HTTP/1.1 404")]
    [InlineData("nonsense\r\n\r\n", "HTTP/1.1 400")]
    public async Task HostileRequests_AreAnswered_AndTheHostLives(string request, string begins)
    {
        await using HostFixture host = await HostFixture.StartAsync();
        using TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        byte[] answer = new byte[200];
        int length = await tcp.GetStream().ReadAtLeastAsync(answer, begins.Length, throwOnEndOfStream: false);

        Assert.StartsWith(begins, Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/items/1")).Code);
    }

    [Theory]
    [InlineData("/locked", null, HttpStatusCode.Unauthorized)]
    [InlineData("/locked", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/locked", HostFixture.SystemKey, HttpStatusCode.Unauthorized)]
    [InlineData("/locked", HostFixture.FunctionKey, HttpStatusCode.OK)]
    [InlineData("/locked", HostFixture.MasterKey, HttpStatusCode.OK)]
    [InlineData("/admins", HostFixture.FunctionKey, HttpStatusCode.Unauthorized)]
    [InlineData("/admins", HostFixture.MasterKey, HttpStatusCode.OK)]
    [InlineData("/items/1", null, HttpStatusCode.OK)]
    [InlineData("/metrics", null, HttpStatusCode.Unauthorized)]
    [InlineData("/runtime/webhooks/durabletask/instances", null, HttpStatusCode.Unauthorized)]
    [InlineData("/runtime/webhooks/durabletask/instances", HostFixture.FunctionKey, HttpStatusCode.Unauthorized)]
    [InlineData("/runtime/webhooks/durabletask/instances", HostFixture.SystemKey, HttpStatusCode.OK)]
    public async Task WhereKeysAreRequired_EachOpensItsLevel(string path, string? key, HttpStatusCode expected)
    {
        await using HostFixture host = await HostFixture.StartAsync(keys: true);
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using HttpResponseMessage inHeader = await host.Client.SendAsync(request);
        Assert.Equal(expected, inHeader.StatusCode);
        HttpStatusCode withoutKey = (await host.GetAsync(path)).Code;
        Assert.Equal(withoutKey, (await host.GetAsync($"{path}?code={key}")).Code);
    }

    [Theory]
    [InlineData("/locked", HostFixture.FunctionKey)]
    [InlineData("/runtime/webhooks/durabletask/instances", HostFixture.SystemKey)]
    public async Task WhereTheSettingAllowsIt_AKeyInTheUrlOpens(string path, string key)
    {
        await using HostFixture host = await HostFixture.StartAsync(keys: true, settings: """ "MakeDevice__KeysInUrls": "true", """);

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"{path}?code={key}")).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync($"{path}?code=wrong")).Code);
    }

    [Theory]
    [InlineData("boards.example", HttpStatusCode.OK)]
    [InlineData("a.below.example:7071", HttpStatusCode.OK)]
    [InlineData("below.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("other.example", HttpStatusCode.MisdirectedRequest)]
    public async Task TheOperatorNamesHosts(string name, HttpStatusCode expected)
    {
        await using HostFixture host = await HostFixture.StartAsync(settings: """ "MakeDevice__AllowedHosts": "boards.example, *.below.example", """);
        using HttpRequestMessage request = new(HttpMethod.Get, "/items/1") { Headers = { Host = name } };

        using HttpResponseMessage answer = await host.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task WithoutRequiredKeys_LevelsAreOpen()
    {
        await using HostFixture host = await HostFixture.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/locked")).Code);
    }

    [Fact]
    public async Task TheRoutePrefix_OfHostJson_ComesFirst()
    {
        await using HostFixture host = await HostFixture.StartAsync(prefix: "v1");

        Assert.Equal((HttpStatusCode.OK, "number 3 whole"), await host.GetAsync("/v1/items/3"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("/items/3")).Code);
    }

    [Fact]
    public async Task Timers_Run()
    {
        await using HostFixture host = await HostFixture.StartAsync();

        await host.UntilAsync(() => Task.FromResult(host.Notebook.Lines.Count(line => line == "tick False") >= 2));
    }

    [Fact]
    public async Task Metrics_AreInPrometheusForm()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        await host.GetAsync("/metrics"); // the listener starts beside the host; what came before it is not counted
        for (int i = 0; i < 20; i++)
        {
            await host.GetAsync("/items/3");
        }

        // A request is counted when it is answered to the end, which its client sees before; other tests' hosts in this process count, too.
        const string Counted = """(?m)^http_server_request_duration_seconds_count\{[^}]*code="2xx"[^}]*function="ByNumber"[^}]*\} ([2-9]\d|\d{3,})\b""";
        (HttpStatusCode code, string page) = await host.GetAsync("/metrics");
        for (int patience = 0; patience < 100 && !Regex.IsMatch(page, Counted); patience++)
        {
            await Task.Delay(50);
            (code, page) = await host.GetAsync("/metrics");
        }

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram\n", page, StringComparison.Ordinal);
        Assert.Contains("# HELP http_server_request_duration_seconds Time to answer a request, by function and class of status.\n", page, StringComparison.Ordinal);
        Assert.Matches("""(?m)^http_server_request_duration_seconds_bucket\{[^}]*code="2xx"[^}]*function="ByNumber"[^}]*le="0.25"\} \d+""", page);
        Assert.Matches(Counted, page);
        Assert.Matches("""(?m)^durable_orchestrations_live(\{[^}]*\})? 0\b""", page);
        Assert.Matches("""(?m)^dotnet_gc_collections_total\{""", page);
        Assert.Matches("""(?m)^dotnet_process_cpu_time_seconds_total\{""", page);
        Assert.Matches("""(?m)^dotnet_thread_pool_thread_count""", page);
    }
}
