using System.Net;
using Microsoft.AspNetCore.Http;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// The names under which this host answers. A web page can point a name of its own at this machine (DNS rebinding), and its browser then takes the host
/// for the page's own; so a name counts only if it is loopback's, this machine's or one that the operator has named. An address cannot be pointed anywhere else.
/// </summary>
/// <param name="named">Names without port; <c>*.example.org</c> for all below one, <c>*</c> for any.</param>
internal sealed class HostNames(IReadOnlyList<string> named)
{
    private const string Any = "*";
    private const string Loopback = "localhost";

    public bool Contain(HostString host)
    {
        string name = host.Host.TrimEnd('.');
        return IPAddress.TryParse(name, out _)
            || IsOrBelow(name, Loopback)
            || name.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            || named.Any(pattern => pattern == Any
                || name.Equals(pattern, StringComparison.OrdinalIgnoreCase)
                || (pattern.StartsWith("*.", StringComparison.Ordinal) && name.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsOrBelow(string name, string domain) =>
        name.Equals(domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);
}
