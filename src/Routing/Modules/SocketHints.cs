using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Modules;

/// <summary>What is odd about the sockets of a layer as a whole.</summary>
internal static class SocketHints
{
    /// <summary>Before names were spelled, one circle stood for a net: 0.11 mm JD_PWR, 0.12 GND … 0.19 USB_D_N (the first GerberSockets library for KiCad).</summary>
    private const long FirstLegacy = 110_000, LastLegacy = 190_000, LegacyStep = 10_000;

    /// <summary>The grid on which boards are routed unless their rules say otherwise.</summary>
    private const long Grid = 250_000;

    /// <param name="loose">Circles without an identifier.</param>
    public static void OfLayer(
        IEnumerable<GerberSocketsReader.Mark> sockets, IEnumerable<(Point At, List<long> Diameters)> loose, ImmutableArray<string>.Builder hints)
    {
        var legacy = loose.Count(group => group.Diameters.Exists(IsLegacy));
        if (legacy > 0)
        {
            hints.Add(string.Create(CultureInfo.InvariantCulture,
                $"{legacy} circles of 0.11 to 0.19 mm without an identifier are sockets of the legacy form, which names no net: they are ignored"));
        }

        foreach (var socket in sockets.Where(socket => IsOffGrid(socket.At.X) || IsOffGrid(socket.At.Y)))
        {
            hints.Add(GerberSocketsReader.Socket(socket.At, string.Create(CultureInfo.InvariantCulture,
                $"{socket.Name} lies off the grid of {Units.ToMillimetres(Grid)} mm: it is reached all the same, by a short leg")));
        }
    }

    private static bool IsOffGrid(long value) => value % Grid != 0;

    private static bool IsLegacy(long diameter) => diameter is >= FirstLegacy and <= LastLegacy && diameter % LegacyStep == 0;
}
