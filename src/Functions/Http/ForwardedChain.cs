using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>
/// The addresses that a request came through, the nearest last. The host that took the connection (Azure's front end, the embedded host) appends its
/// peer to X-Forwarded-For, so the last entry is one that no client can choose, and each entry before it is as good as the word of the one after it.
/// </summary>
internal sealed class ForwardedChain
{
    public const string Header = "X-Forwarded-For";

    private readonly IPAddress?[] _addresses;

    private ForwardedChain(IPAddress?[] addresses) => _addresses = addresses;

    public static ForwardedChain Of(HttpRequestData request) => Of(ListOf(request, Header));

    public static ForwardedChain Of(IEnumerable<string> addresses) => new([.. addresses.Select(Address)]);

    /// <summary>Values of a header that lists, in the order in which they were appended.</summary>
    public static string[] ListOf(HttpRequestData request, string header) => request.Headers.TryGetValues(header, out var values)
        ? ListOf(values)
        : [];

    public static string[] ListOf(IEnumerable<string?> values) =>
        [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>How many proxies in a row, counted from this service, are trusted.</summary>
    public int TrustedHops(TrustedProxies proxies)
    {
        var hops = _addresses.Reverse().TakeWhile(proxies.Trust).Count();
        return hops == 0 && proxies.Trust(null) ? 1 : hops;
    }

    public int Length => _addresses.Length;

    /// <summary>Who asked this service itself; null where nobody told it, or not as an address.</summary>
    public IPAddress? Peer => _addresses.LastOrDefault();

    /// <summary>The address furthest from this service.</summary>
    public IPAddress? Outermost => _addresses.FirstOrDefault();

    /// <summary>True where every address is named as a proxy.</summary>
    public bool IsTrusted(TrustedProxies proxies) => _addresses.All(proxies.Name);

    /// <summary>The nearest address that is not named as a proxy; null where there is none, or none that can be read.</summary>
    public IPAddress? Client(TrustedProxies proxies) => _addresses.Reverse().SkipWhile(proxies.Name).FirstOrDefault();

    /// <summary>An address with or without a port; IPv4 in IPv6 as the former.</summary>
    internal static IPAddress? Address(string text)
    {
        var address = IPAddress.TryParse(text, out var plain) ? plain : IPEndPoint.TryParse(text, out var endPoint) ? endPoint.Address : null;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
    }
}
