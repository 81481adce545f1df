using System.Net;
using System.Security.Claims;
using MakeDevice.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Local.Hosting;

/// <summary>A request as functions see it; headers and URL are made when asked for.</summary>
internal sealed class HostHttpRequest(FunctionContext function, HttpContext http, Stream body) : HttpRequestData(function)
{
    private HttpHeadersCollection? _headers;
    private Uri? _url;

    public override Stream Body => body;

    public override HttpHeadersCollection Headers => _headers ??= WithPeer(
        new HttpHeadersCollection(http.Request.Headers.Select(h => KeyValuePair.Create(h.Key, (IEnumerable<string>)h.Value.ToArray()!))),
        http.Connection.RemoteIpAddress);

    public override IReadOnlyCollection<IHttpCookie> Cookies => [.. http.Request.Cookies.Select(c => new HttpCookie(c.Key, c.Value))];

    public override Uri Url => _url ??= AbsoluteUrl(http.Request);

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => http.Request.Method;

    public override HttpResponseData CreateResponse() => new HostHttpResponse(FunctionContext);

    /// <summary>
    /// The peer's address behind all that clients claim in X-Forwarded-For, as Azure's front end does it.
    /// </summary>
    private static HttpHeadersCollection WithPeer(HttpHeadersCollection headers, IPAddress? peer)
    {
        if (peer is not null)
        {
            headers.TryAddWithoutValidation("X-Forwarded-For", peer.ToString());
        }

        return headers;
    }

    /// <summary>Scheme and host as the client sees them, also behind trusted proxies.</summary>
    public static string Origin(HttpContext http, TrustedProxies proxies) => ForwardedOrigin.Of(
        AbsoluteUrl(http.Request),
        name => ForwardedChain.ListOf(name == ForwardedChain.Header ? [.. http.Request.Headers[name], http.Connection.RemoteIpAddress?.ToString()] : http.Request.Headers[name]),
        proxies);

    /// <summary>The URL as the client sent it; of a hostile Host header nothing is left but the address that was reached.</summary>
    public static Uri AbsoluteUrl(HttpRequest request)
    {
        string path = request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        return Uri.TryCreate($"{request.Scheme}://{request.Host.Value}{path}", UriKind.Absolute, out Uri? url)
            ? url
            : new Uri($"{request.Scheme}://{new IPEndPoint(request.HttpContext.Connection.LocalIpAddress ?? IPAddress.Loopback, request.HttpContext.Connection.LocalPort)}{path}");
    }
}

/// <summary>A response as functions write it; sent when the function has returned.</summary>
internal sealed class HostHttpResponse(FunctionContext function) : HttpResponseData(function)
{
    private readonly ResponseCookies _cookies = new();

    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => _cookies;

    public async Task SendAsync(HttpContext http)
    {
        HttpResponse response = http.Response;
        response.StatusCode = (int)StatusCode;
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in Headers.NonValidated)
        {
            response.Headers[name] = values.Count == 1 ? values.ToString() : values.ToArray();
        }

        _cookies.WriteTo(response.Cookies);
        bool bodiless = StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified || response.StatusCode < 200;
        if (bodiless || !Body.CanSeek)
        {
            await (bodiless ? Task.CompletedTask : Body.CopyToAsync(response.Body, http.RequestAborted));
            return;
        }

        response.ContentLength = Body.Length;
        if (HttpMethods.IsHead(http.Request.Method) || Body.Length == 0)
        {
            return;
        }

        if (Body is MemoryStream memory && memory.TryGetBuffer(out ArraySegment<byte> buffer))
        {
            await response.Body.WriteAsync(buffer, http.RequestAborted);
            return;
        }

        Body.Position = 0;
        await Body.CopyToAsync(response.Body, http.RequestAborted);
    }

    private sealed class ResponseCookies : HttpCookies
    {
        private readonly List<IHttpCookie> _cookies = [];

        public override void Append(string name, string value) => _cookies.Add(new HttpCookie(name, value));

        public override void Append(IHttpCookie cookie) => _cookies.Add(cookie);

        public override IHttpCookie CreateNew() => new HttpCookie("", "");

        public void WriteTo(IResponseCookies response)
        {
            foreach (IHttpCookie cookie in _cookies)
            {
                response.Append(cookie.Name, cookie.Value, new CookieOptions
                {
                    Domain = cookie.Domain,
                    Expires = cookie.Expires,
                    HttpOnly = cookie.HttpOnly ?? false,
                    MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    Path = cookie.Path ?? "/",
                    Secure = cookie.Secure ?? false,
                    SameSite = cookie.SameSite switch
                    {
                        SameSite.Lax => SameSiteMode.Lax,
                        SameSite.Strict => SameSiteMode.Strict,
                        SameSite.ExplicitNone => SameSiteMode.None,
                        _ => SameSiteMode.Unspecified,
                    },
                });
            }
        }
    }
}
