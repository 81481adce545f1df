using System.Net;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Who may say, by <c>X-Forwarded-*</c> and <c>Forwarded</c>, under which host and scheme a client reached the service. Of everybody else these headers
/// are not looked at: they would put a stranger's address into the answer.
/// </summary>
public sealed class TrustedProxies
{
    private readonly bool _all;
    private readonly bool _loopback;
    private readonly IPNetwork[] _networks;

    private TrustedProxies(bool all, bool loopback, IPNetwork[] networks) => (_all, _loopback, _networks) = (all, loopback, networks);

    /// <summary>A proxy on the same machine.</summary>
    public static readonly TrustedProxies Loopback = new(all: false, loopback: true, []);

    /// <summary>
    /// Addresses and networks (<c>10.0.0.0/8</c>), separated by commas or blanks; <c>loopback</c>; <c>*</c> for any, where nobody reaches the service past the
    /// proxy; <c>none</c>.
    /// </summary>
    /// <exception cref="FormatException">A part is none of these.</exception>
    public static TrustedProxies Parse(string text)
    {
        var (all, loopback) = (false, false);
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            switch (part.ToUpperInvariant())
            {
                case "*":
                    all = true;
                    break;
                case "LOOPBACK":
                    loopback = true;
                    break;
                case "NONE":
                    break;
                default:
                    networks.Add(Network(part));
                    break;
            }
        }

        return new(all, loopback, [.. networks]);
    }

    /// <param name="address">The address that the request came from; null where the host did not tell it, which only <c>*</c> trusts.</param>
    public bool Trust(IPAddress? address) => _all || Name(address);

    /// <summary>True for an address that is named, itself or by its network.</summary>
    public bool Name(IPAddress? address) => address is not null && ((_loopback && IPAddress.IsLoopback(address)) || _networks.Any(network => network.Contains(address)));

    private static IPNetwork Network(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw new FormatException($"'{text}' is neither an address nor a network such as 10.0.0.0/8.");
    }
}
