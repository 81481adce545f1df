using System.Net;
using MakeDevice.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace MakeDevice.Local.Hosting;

/// <summary>Why a request goes no further.</summary>
/// <param name="Allow">Methods that would be taken; null where the method is not the reason.</param>
internal sealed record Refusal(int Status, string Code, string Message, string? Allow = null)
{
    /// <summary>Seconds after which the client may come again; null where that would not help.</summary>
    public string? RetryAfter { get; init; }
}

/// <summary>
/// What is refused before a function or an operator's endpoint sees it. Without keys the operator's endpoints (management, metrics) trust this machine, and a browser on it is
/// this machine, too: so they answer no page but their own, and take no command that a browser sends without asking (a form, plain text).
/// </summary>
/// <param name="names">Names that the host answers to.</param>
/// <param name="isOnNetwork">True where it listens to other machines: then they know it by names that it does not know, and only the operator's endpoints look at them.</param>
/// <param name="asksForKeys">True where keys open the operator's endpoints; no page of a stranger has one.</param>
/// <param name="origins">Origins of pages that may use the operator's endpoints, each by its name.</param>
/// <param name="proxies">Whose word counts for the host's own origin.</param>
internal sealed class RequestGuard(HostNames names, bool isOnNetwork, bool asksForKeys, IReadOnlyList<string> origins, TrustedProxies proxies)
{
    private const string Methods = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

    private static readonly Refusal Method = new(
        StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "This is no proxy: no path takes this method.", Methods);

    private static readonly Refusal Host = new(
        StatusCodes.Status421MisdirectedRequest, "HOST_NOT_ALLOWED", "This service does not answer to that name; the setting MakeDevice__AllowedHosts lists others.");

    private static readonly Refusal Origin = new(StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED", "Pages of that origin may not use this endpoint.");

    /// <remarks>400, as the durable extension answers.</remarks>
    private static readonly Refusal MediaType = new(
        StatusCodes.Status400BadRequest, "UNSUPPORTED_MEDIA_TYPE", "The body of a command must be application/json.");

    private readonly IReadOnlyList<string> _origins = [.. origins.Where(origin => origin != PageOrigin.Any)];

    public Refusal? Refuse(HttpContext http) => HttpMethods.IsConnect(http.Request.Method) || HttpMethods.IsTrace(http.Request.Method) ? Method
        : isOnNetwork || names.Contain(http.Request.Host) ? null
        : Host;

    /// <summary>Of an operator's endpoint, after <see cref="Refuse"/>.</summary>
    public Refusal? RefuseOperator(HttpContext http) => !asksForKeys && !names.Contain(http.Request.Host) ? Host
        : IsOfAnotherPage(http) ? Origin
        : IsCommandWithoutJson(http.Request) ? MediaType
        : null;

    /// <summary>A loopback peer that asks for itself and not, as a proxy does, for somebody else.</summary>
    public static bool ComesFromHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer) && !ProxyTraces.On(http.Request.Headers.ContainsKey);

    /// <summary>By <c>Origin</c>, or where a browser sends none (pictures, scripts, links) by what it tells of the page in <c>Sec-Fetch-Site</c> (Fetch Metadata).</summary>
    private bool IsOfAnotherPage(HttpContext http)
    {
        string origin = http.Request.Headers[PageOrigin.Header].ToString();
        return origin.Length > 0
            ? PageOrigin.IsForeign(origin, HostHttpRequest.AbsoluteUrl(http.Request).GetLeftPart(UriPartial.Authority), _origins)
                && PageOrigin.IsForeign(origin, HostHttpRequest.Origin(http, proxies), _origins)
            : http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
    }

    private static bool IsCommandWithoutJson(HttpRequest request) => HttpMethods.IsPost(request.Method)
        && (WholeBody.IsThere(request) || request.ContentType is { Length: > 0 })
        && !RequestBody.IsJson(request.ContentType);
}
