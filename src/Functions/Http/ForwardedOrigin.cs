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
    public static string Of(HttpRequestData request, TrustedProxies proxies)
    {
        var hops = ForwardedChain.Of(request).TrustedHops(proxies);
        if (hops == 0)
        {
            return request.Url.GetLeftPart(UriPartial.Authority);
        }

        var scheme = Told(request, "X-Forwarded-Proto", hops) ?? Element(request, "proto", hops);
        var host = Told(request, "X-Forwarded-Host", hops) ?? Element(request, "host", hops);
        return $"{Scheme(scheme) ?? request.Url.Scheme}://{Host(host) ?? request.Url.Authority}";
    }

    /// <summary>Every proxy appends; what the outermost trusted one saw is that many from the end, or the first where fewer wrote one.</summary>
    private static string? Told(HttpRequestData request, string header, int hops) =>
        ForwardedChain.ListOf(request, header) is { Length: > 0 } values ? values[Math.Max(0, values.Length - hops)] : null;

    private static string? Element(HttpRequestData request, string name, int hops) => Told(request, "Forwarded", hops) is not { } element
        ? null
        : element.Split(';')
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1].Trim('"');

    private static string? Scheme(string? text) => text?.ToLowerInvariant() is "http" or "https" ? text.ToLowerInvariant() : null;

    /// <summary>A name or address with or without a port; of anything else nothing goes into an answer.</summary>
    private static string? Host(string? text) =>
        text is { Length: <= 255 } && HostAndPort().IsMatch(text) && Uri.TryCreate($"http://{text}", UriKind.Absolute, out _) ? text : null;

    [GeneratedRegex(@"^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HostAndPort();
}
