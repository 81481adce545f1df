using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>The address that a limit counts by: the nearest that is no trusted proxy, one that no client can choose.</summary>
internal static class ClientAddress
{
    private const int Ipv6NetworkBytes = 8;

    /// <summary>
    /// The client, or null where there is no limit to apply: no host told an address, or a process of this machine asks for itself. Of an IPv6
    /// address only the /64 network counts, since one client has that many addresses.
    /// </summary>
    public static string? Of(HttpRequestData request, TrustedProxies proxies) =>
        Of(ForwardedChain.Of(request), name => ForwardedChain.ListOf(request, name), proxies);

    /// <param name="valuesOf">The values of a header that lists.</param>
    internal static string? Of(ForwardedChain chain, Func<string, string[]> valuesOf, TrustedProxies proxies)
    {
        var isPassedOn = chain.Length > 1 || ProxyTraces.On(name => name != ForwardedChain.Header && valuesOf(name).Length > 0);
        if (!isPassedOn && (chain.Length == 0 || chain.Peer is { } peer && IPAddress.IsLoopback(peer)))
        {
            return null;
        }

        // Trusted proxies only: then what the nearest says by the other headers. Where it says nothing that can be read, or two things, its clients share an allowance.
        var client = chain.IsTrusted(proxies) ? Told(valuesOf) ?? chain.Outermost : chain.Client(proxies);
        return client is null ? $"behind {chain.Peer}" : Network(client);
    }

    /// <summary>The one address that <c>X-Real-IP</c> and the nearest element of <c>Forwarded</c> (RFC 7239) name.</summary>
    private static IPAddress? Told(Func<string, string[]> valuesOf)
    {
        string?[] told = [.. valuesOf("X-Real-IP"), .. valuesOf("Forwarded").TakeLast(1).Select(ForwardedElement.For)];
        IPAddress?[] addresses = [.. told.Where(text => text is not null).Select(text => ForwardedChain.Address(text!)).Distinct()];
        return addresses is [var one] ? one : null;
    }

    private static string Network(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? address.ToString() : Convert.ToHexStringLower(bytes, 0, Ipv6NetworkBytes);
    }
}
