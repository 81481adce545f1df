using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Scheme and host under which a client reached the service: those of the request, or, where it came through trusted proxies, what they say in
/// <c>X-Forwarded-Host</c> and <c>X-Forwarded-Proto</c>, else in <c>Forwarded</c> (RFC 7239).
/// </summary>
internal static partial class ForwardedOrigin
{
    /// <returns>For instance <c>https://api.example.org</c>, without a slash at the end.</returns>
    public static string Of(HttpRequestData request, TrustedProxies proxies) => Of(request.Url, name => ForwardedChain.ListOf(request, name), proxies);

    /// <param name="url">As the request came.</param>
    /// <param name="valuesOf">The values of a header that lists; of X-Forwarded-For with the peer last.</param>
    public static string Of(Uri url, Func<string, string[]> valuesOf, TrustedProxies proxies)
    {
        var hops = ForwardedChain.Of(valuesOf(ForwardedChain.Header)).TrustedHops(proxies);
        if (hops == 0)
        {
            return url.GetLeftPart(UriPartial.Authority);
        }

        var scheme = Told(valuesOf, "X-Forwarded-Proto", hops) ?? Element(valuesOf, "proto", hops);
        var host = Told(valuesOf, "X-Forwarded-Host", hops) ?? Element(valuesOf, "host", hops);
        return $"{Scheme(scheme) ?? url.Scheme}://{Host(host) ?? url.Authority}";
    }

    /// <summary>Every proxy appends; what the outermost trusted one saw is that many from the end, or the first where fewer wrote one.</summary>
    private static string? Told(Func<string, string[]> valuesOf, string header, int hops) =>
        valuesOf(header) is { Length: > 0 } values ? values[Math.Max(0, values.Length - hops)] : null;

    private static string? Element(Func<string, string[]> valuesOf, string name, int hops) =>
        Told(valuesOf, "Forwarded", hops) is { } element ? ForwardedElement.Value(element, name) : null;

    private static string? Scheme(string? text) => text?.ToLowerInvariant() is "http" or "https" ? text.ToLowerInvariant() : null;

    /// <summary>A name or address with or without a port; of anything else nothing goes into an answer.</summary>
    private static string? Host(string? text) =>
        text is { Length: <= 255 } && HostAndPort().IsMatch(text) && Uri.TryCreate($"http://{text}", UriKind.Absolute, out _) ? text : null;

    [GeneratedRegex(@"^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HostAndPort();
}
