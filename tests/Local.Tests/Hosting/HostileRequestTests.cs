using System.Globalization;

namespace Local.Tests.Hosting;

/// <summary>
/// Requests of pages, proxies and programs that mean no good: each is answered as the table says, in our words, and the host lives. What must go on working
/// stands beside what must not.
/// </summary>
public sealed class HostileRequestTests(HostileRequestTests.Hosts hosts) : IClassFixture<HostileRequestTests.Hosts>
{
    private const string Instances = "/runtime/webhooks/durabletask/instances";
    private const string Orchestrators = "/runtime/webhooks/durabletask/orchestrators";
    private const string Local = "Host: localhost:PORT";
    private const string Json = "Content-Type: application/json";

    /// <summary>Words of .NET, which are nobody's business.</summary>
    private static readonly string[] Internals = ["System.IO", "System.Net", "System.Text", "System.Threading", "System.Exception", "System.Argument", "System.Invalid", "System.Format", "Microsoft.", "   at ", "LineNumber", "(Parameter", ".cs:line", "STORAGE_UNAVAILABLE", "INTERNAL_ERROR"];

    /// <summary>What is sent; the statuses that are right, 0 for none where the request breaks off; whether keys are asked for.</summary>
    public static TheoryData<string, string, string, bool> Requests()
    {
        TheoryData<string, string, string, bool> rows = [];
        foreach ((string name, string expected, string request) in Open())
        {
            rows.Add(name, expected, request, false);
        }

        foreach ((string name, string expected, string request) in WithKeys())
        {
            rows.Add(name, expected, request, true);
        }

        return rows;
    }

    [Fact]
    public void The_table_is_long_enough() => Assert.InRange(Requests().Count, 60, 200);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_hostile_request_is_answered_and_tells_nothing(string name, string expected, string request, bool keys)
    {
        HostFixture host = keys ? hosts.Keyed : hosts.Open;
        int port = host.Client.BaseAddress!.Port;

        string[] right = expected.Split(' ');
        string answer = await RawRequest.SendAsync(
            port, request.Replace("PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), breaksOff: right.Contains("0"));

        Assert.True(right.Contains($"{RawRequest.StatusOf(answer)}"), $"{name}: {expected} expected of {answer}");
        Assert.All(Internals, word => Assert.DoesNotContain(word, answer, StringComparison.Ordinal));
        Assert.Equal(200, (int)(await host.GetAsync("/items/1")).Code);
    }

    private static IEnumerable<(string Name, string Expected, string Request)> Open() =>
        [.. Names(), .. Pages(), .. Commands(), .. Proxies(), .. Metrics(), .. Bodies(), .. Methods(), .. Heads()];

    /// <summary>DNS rebinding: the name is the page's own, the address this machine's.</summary>
    private static IEnumerable<(string Name, string Expected, string Request)> Names() =>
    [
        ("a stranger's name", "421", Get("/items/1", "Host: evil.example")),
        ("a stranger's name with our port", "421", Get("/items/1", "Host: evil.example:PORT")),
        ("a name that begins like ours", "421", Get("/items/1", "Host: localhost.evil.example")),
        ("a name that begins like our address", "421", Get("/items/1", "Host: 127.0.0.1.evil.example")),
        ("a name that ends like ours", "421", Get("/items/1", "Host: evil-localhost")),
        ("a user before the name", "400 421", Get("/items/1", "Host: localhost@evil.example")),
        ("an empty name", "400 421", Get("/items/1", "Host:")),
        ("no name", "400", Get("/items/1", "Accept: */*")),
        ("two names", "400", Get("/items/1", "Host: localhost\r\nHost: evil.example")),
        ("a target of another name", "400 421", Get("http://evil.example/items/1", Local)),
        ("target and name of a stranger", "421", Get("http://evil.example/items/1", "Host: evil.example")),
        ("a start under a stranger's name", "421", Post($"{Orchestrators}/Sum/rebound", "Host: evil.example", Json, "[1]")),
        ("the list under a stranger's name", "421", Get(Instances, "Host: evil.example")),
        ("localhost", "200", Get("/items/1", "Host: localhost")),
        ("localhost with a dot and a port", "200", Get("/items/1", "Host: LOCALHOST.:PORT")),
        ("a name below localhost", "200", Get("/items/1", "Host: boards.localhost:PORT")),
        ("loopback of IPv6", "200", Get("/items/1", "Host: [::1]:PORT")),
        ("an address, which no name service points elsewhere", "200", Get("/items/1", "Host: 192.0.2.7")),
    ];

    private static IEnumerable<(string Name, string Expected, string Request)> Pages() =>
    [
        ("a foreign page lists", "403", Get(Instances, Local, "Origin: https://evil.example")),
        ("a page without an origin lists", "403", Get(Instances, Local, "Origin: null")),
        ("a page of another port lists", "403", Get(Instances, Local, "Origin: http://localhost:3000")),
        ("two origins", "403", Get(Instances, Local, "Origin: http://localhost:PORT\r\nOrigin: https://evil.example")),
        ("an origin that is none", "403", Get(Instances, Local, "Origin: //localhost:PORT")),
        ("a script of a foreign page", "403", Get(Instances, Local, "Sec-Fetch-Site: cross-site")),
        ("a script of another port", "403", Get(Instances, Local, "Sec-Fetch-Site: same-site")),
        ("a foreign page purges", "403", $"DELETE {Instances}?createdTimeFrom=2000-01-01 HTTP/1.1\r\n{Local}\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n"),
        ("a foreign page starts", "403", Post($"{Orchestrators}/Sum/foreign", Local, $"{Json}\r\nOrigin: https://evil.example", "[1]")),
        ("a form of a foreign page ends a job", "403", Post($"{Instances}/x/terminate?reason=x", Local, "Content-Type: application/x-www-form-urlencoded\r\nOrigin: https://evil.example", "")),
        ("our own page lists", "200", Get(Instances, Local, "Origin: http://localhost:PORT")),
        ("our own page behind TLS lists", "200", Get(Instances, Local, "Origin: https://localhost:PORT")),
        ("our own page's script", "200", Get(Instances, Local, "Sec-Fetch-Site: same-origin")),
        ("the address bar", "200", Get(Instances, Local, "Sec-Fetch-Site: none")),
    ];

    private static IEnumerable<(string Name, string Expected, string Request)> Commands() =>
    [
        ("a command as text", "400", Post($"{Orchestrators}/Sum/text", Local, "Content-Type: text/plain", "[1]")),
        ("a command as a form", "400", Post($"{Orchestrators}/Sum/form", Local, "Content-Type: application/x-www-form-urlencoded", "[1]")),
        ("a command in parts", "400", Post($"{Orchestrators}/Sum/parts", Local, "Content-Type: multipart/form-data; boundary=b", "[1]")),
        ("a command of no type", "400", Post($"{Orchestrators}/Sum/none", Local, "Accept: */*", "[1]")),
        ("a command in chunks of no type", "400", $"POST {Orchestrators}/Sum/chunks HTTP/1.1\r\n{Local}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\n[1]\r\n0\r\n\r\n"),
        ("an empty form", "400", Post($"{Instances}/x/terminate?reason=x", Local, "Content-Type: application/x-www-form-urlencoded", "")),
        ("a command that is no JSON", "400", Post($"{Orchestrators}/Sum/broken", Local, Json, "[1")),
        ("a function that is not there", "400", Post($"{Orchestrators}/Nothing/x", Local, Json, "[1]")),
        ("an id of another path", "400 404", Post($"{Orchestrators}/Sum/..%2F..%2Fetc", Local, Json, "[1]")),
        ("a page token of nobody's", "400", Get(Instances, Local, "x-ms-continuation-token: zzz")),
        ("a status of nobody's", "200 400", Get($"{Instances}?runtimeStatus=999999999999,Nothing&top=-1", Local)),
    ];

    /// <summary>Who asks through a proxy of this machine is not of this machine.</summary>
    private static IEnumerable<(string Name, string Expected, string Request)> Proxies() =>
    [
        .. new[]
        {
            "X-Real-IP: 203.0.113.7", "Forwarded: for=203.0.113.7", "Forwarded: for=_hidden;proto=https", "X-Forwarded-For: garbage", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For:",
            "Via: 1.1 proxy", "X-Forwarded-Host: evil.example", "CF-Connecting-IP: 203.0.113.7", "X-Real-IP: 127.0.0.1",
        }.Select(header => ($"the list through a proxy that sends {header}", "401", Get(Instances, Local, header))),
        ("a start through a proxy", "401", Post($"{Orchestrators}/Sum/proxied", Local, $"{Json}\r\nX-Real-IP: 203.0.113.7", "[1]")),
    ];

    private static IEnumerable<(string Name, string Expected, string Request)> Metrics() =>
    [
        .. new[] { "POST", "PUT", "DELETE", "OPTIONS", "PATCH" }
            .Select(method => ($"{method} of the metrics", "405", $"{method} /metrics HTTP/1.1\r\n{Local}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")),
        ("metrics for a foreign page", "403", Get("/metrics", Local, "Origin: https://evil.example")),
        ("metrics under a stranger's name", "421", Get("/metrics", "Host: evil.example")),
        ("metrics", "200", Get("/metrics", Local)),
        ("the head of the metrics", "200", $"HEAD /metrics HTTP/1.1\r\n{Local}\r\nConnection: close\r\n\r\n"),
    ];

    private static IEnumerable<(string Name, string Expected, string Request)> Bodies() =>
    [
        ("a chunk of no length", "400", Chunked("zz\r\n{}\r\n0\r\n\r\n")),
        ("a chunk longer than it says", "400", Chunked("1\r\n{}}}\r\n0\r\n\r\n")),
        ("a chunk of more bytes than there are", "400", Chunked("FFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n")),
        ("a negative chunk", "400", Chunked("-1\r\n{}\r\n0\r\n\r\n")),
        ("chunks that break off", "0 400", Chunked("5\r\n{}")),
        ("chunks beyond the limit", "413", Chunked($"30000\r\n{new string('x', 0x30000)}\r\n0\r\n\r\n")),
        ("an encoding that is none", "400 501", Body("Transfer-Encoding: gzip", "{}")),
        ("an encoding after the chunks", "400 501", Body("Transfer-Encoding: chunked, gzip", "2\r\n{}\r\n0\r\n\r\n")),
        ("a length that is none", "400", Body("Content-Length: two", "{}")),
        ("a negative length", "400", Body("Content-Length: -2", "{}")),
        ("two lengths", "400", Body("Content-Length: 2\r\nContent-Length: 3", "{}")),
        ("a length beyond the limit", "413", Body("Content-Length: 99999999", "{}")),
        ("a body that breaks off", "0 400", Body("Content-Length: 100", "{")),
        ("a broken chunk for an operator's endpoint", "400", $"POST {Orchestrators}/Sum/chunk HTTP/1.1\r\n{Local}\r\n{Json}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n"),
    ];

    private static IEnumerable<(string Name, string Expected, string Request)> Methods() =>
    [
        ("a tunnel", "405", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n"),
        ("a tunnel to ourselves", "405", $"CONNECT localhost:PORT HTTP/1.1\r\n{Local}\r\nConnection: close\r\n\r\n"),
        ("a trace", "405", $"TRACE /items/1 HTTP/1.1\r\n{Local}\r\nConnection: close\r\n\r\n"),
        ("a method that is none", "405", $"BREW /items/1 HTTP/1.1\r\n{Local}\r\nConnection: close\r\n\r\n"),
        ("HTTP/2 without asking", "0 400 505", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("all of the server", "204 404 405", $"OPTIONS * HTTP/1.1\r\n{Local}\r\nConnection: close\r\n\r\n"),
    ];

    private static IEnumerable<(string Name, string Expected, string Request)> Heads() =>
    [
        ("a path out of the root", "404", Get("/../../etc/passwd", Local)),
        ("an encoded path out of the root", "200 404", Get("/items/%2e%2e%2f%2e%2e%2fetc", Local)),
        ("a NUL in the path", "400", Get("/items/%00", Local)),
        ("a target beyond the limit", "414", Get($"/items/{new string('a', 20_000)}", Local)),
        ("a header beyond the limit", "431", Get("/items/1", Local, $"X-Long: {new string('a', 40_000)}")),
        ("more headers than the limit", "431", Get("/items/1", Local, string.Join("\r\n", Enumerable.Range(0, 200).Select(n => $"X-{n}: 1")))),
        ("a NUL in a header", "400", Get("/items/1", Local, "X-Nul: a\0b")),
        ("a header on two lines", "400", Get("/items/1", Local, "X-Fold: a\r\n b")),
        ("a header without a colon", "400", Get("/items/1", Local, "Nonsense")),
        ("a blank before the colon", "400", Get("/items/1", Local, "X-Blank : 1")),
        ("no version", "0 400", "GET /items/1\r\n\r\n"),
        ("a version that is none", "400 505", $"GET /items/1 HTTP/7.3\r\n{Local}\r\n\r\n"),
    ];

    private static IEnumerable<(string Name, string Expected, string Request)> WithKeys() =>
    [
        ("a key in the address", "401", Get($"/locked?code={HostFixture.FunctionKey}", Local)),
        ("the system key in the address", "401", Get($"{Instances}?code={HostFixture.SystemKey}", Local)),
        ("the metrics by address", "401", Get($"/metrics?code={HostFixture.SystemKey}", Local)),
        ("an empty header beside the address", "401", Get($"/locked?code={HostFixture.FunctionKey}", Local, "x-functions-key:")),
        ("two keys", "401", Get("/locked", Local, $"x-functions-key: wrong\r\nx-functions-key: {HostFixture.FunctionKey}")),
        ("a key in a cookie", "401", Get("/locked", Local, $"Cookie: code={HostFixture.FunctionKey}; x-functions-key={HostFixture.FunctionKey}")),
        ("a bearer", "401", Get("/locked", Local, $"Authorization: Bearer {HostFixture.FunctionKey}")),
        ("a foreign page with a key", "403", Get(Instances, Local, $"Origin: https://evil.example\r\nx-functions-key: {HostFixture.SystemKey}")),
        ("a key in the header", "200", Get("/locked", Local, $"x-functions-key: {HostFixture.FunctionKey}")),
    ];

    private static string Get(string target, params string[] headers) => $"GET {target} HTTP/1.1\r\n{string.Join("\r\n", headers)}\r\nConnection: close\r\n\r\n";

    private static string Post(string target, string host, string headers, string body) =>
        $"POST {target} HTTP/1.1\r\n{host}\r\n{headers}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    private static string Body(string header, string body) => $"POST /echo HTTP/1.1\r\n{Local}\r\n{Json}\r\n{header}\r\nConnection: close\r\n\r\n{body}";

    private static string Chunked(string chunks) => Body("Transfer-Encoding: chunked", chunks);

    /// <summary>One host for whoever reaches it, one that asks for keys.</summary>
    public sealed class Hosts : IAsyncLifetime
    {
        internal HostFixture Open { get; private set; } = null!;

        internal HostFixture Keyed { get; private set; } = null!;

        public async Task InitializeAsync() => (Open, Keyed) = (await HostFixture.StartAsync(), await HostFixture.StartAsync(keys: true));

        public async Task DisposeAsync()
        {
            await Open.DisposeAsync();
            await Keyed.DisposeAsync();
        }
    }
}
