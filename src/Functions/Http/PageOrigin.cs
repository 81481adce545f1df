using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Whether a browser asks for a page of another origin (RFC 6454). A browser sends some requests of such a page before it asks whether it may (a form, a
/// fetch of plain text), so what changes something must look.
/// </summary>
internal static class PageOrigin
{
    public const string Header = "Origin";

    /// <summary>Any origin, in a list of those that are allowed.</summary>
    public const string Any = "*";

    /// <summary>True for a request that changes something, and whose page is neither this service's own nor one of an origin that may call.</summary>
    public static bool IsRefused(HttpRequestData request, ServiceOptions options) =>
        request.Method.ToUpperInvariant() is not ("GET" or "HEAD" or "OPTIONS")
        && IsForeign(request.HeaderOf(Header), request.Url.GetLeftPart(UriPartial.Authority), options.AllowedOrigins)
        && IsForeign(request.HeaderOf(Header), ForwardedOrigin.Of(request, options.TrustedProxies), options.AllowedOrigins);

    /// <param name="origin">As the browser sent it: <c>null</c> as text for a page without an origin; null where it is no browser, or a page asks its own host for something that it may see.</param>
    /// <param name="own">The origin of this service. Its scheme is not compared: before a proxy that does TLS it is another.</param>
    public static bool IsForeign(string? origin, string own, IReadOnlyList<string> allowed) =>
        !string.IsNullOrEmpty(origin)
        && !allowed.Contains(Any, StringComparer.Ordinal)
        && !allowed.Contains(origin, StringComparer.OrdinalIgnoreCase)
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && Uri.TryCreate(own, UriKind.Absolute, out var service)
            && page.Authority.Equals(service.Authority, StringComparison.OrdinalIgnoreCase));
}
