namespace MakeDevice.Functions.Http;

/// <summary>
/// Headers by which proxies say that they ask for somebody else. What they say may be anybody's word; that one of them is there tells that the peer is
/// not the client.
/// </summary>
internal static class ProxyTraces
{
    private static readonly string[] Headers =
    [
        ForwardedChain.Header, "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Client-IP",
        "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP",
    ];

    /// <param name="has">Whether the request came with a header.</param>
    public static bool On(Func<string, bool> has) => Array.Exists(Headers, header => has(header));
}
