using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Electrical;

/// <summary>What the electrical report finds beyond a documented limit: warnings, with numbers; the board is sound all the same.</summary>
internal static partial class ElectricalIssues
{
    /// <summary>Most that a bus may have with all its devices, farads (NXP UM10204, table 10: Cb).</summary>
    public const double BusLimit = 400e-12;

    /// <summary>Most that a device's pin has, farads (NXP UM10204, table 9: Ci).</summary>
    public const double PinCapacitance = 10e-12;

    /// <returns><c>ELECTRICAL_DROP</c>, <c>ELECTRICAL_NECK</c>, <c>ELECTRICAL_I2C_CAPACITANCE</c>, at most one of each for a net.</returns>
    public static ImmutableArray<Issue> Of(ElectricalReport report, ImmutableArray<PlacedModule> modules) =>
        [.. report.Nets.SelectMany(net => new[] { Drop(net, report.Rules, modules), Neck(net), Bus(net) }).OfType<Issue>()];

    /// <summary>True for a net of an I2C bus: SDA or SCL is a word of its name, a number may follow. (SCLK is another bus's.)</summary>
    public static bool IsBus(string net) => BusName().IsMatch(net);

    /// <summary>The capacitance of a bus with the pins of the modules on it, farads.</summary>
    public static double WithPins(NetElectrical net) => net.Capacitance + Devices(net) * PinCapacitance;

    private static int Devices(NetElectrical net) => net.Sockets.Select(socket => socket.Socket.Module).Append(net.Source.Module).Distinct().Count();

    private static Issue? Drop(NetElectrical net, ElectricalRules rules, ImmutableArray<PlacedModule> modules)
    {
        if (net.Supply is not { At: { } socket } supply || supply.Drop * 1_000 <= rules.MaxDropMv)
        {
            return null;
        }

        var details = string.Create(
            CultureInfo.InvariantCulture,
            $"net={IssueText.Token(net.Net)} socket={IssueText.Token(socket.Name)} dropMv={supply.Drop * 1_000:0.#} limitMv={rules.MaxDropMv:0.#} currentMa={supply.Current * 1_000:0.#}");
        return ModuleIssues.About("ELECTRICAL_DROP", modules[socket.Module].Instance, details);
    }

    private static Issue? Neck(NetElectrical net) => net.Supply is { Hottest: { } place } supply && supply.HottestCurrent > place.Limit
        ? new("ELECTRICAL_NECK", string.Create(
            CultureInfo.InvariantCulture,
            $"net={IssueText.Token(net.Net)} currentMa={supply.HottestCurrent * 1_000:0.#} limitMa={place.Limit * 1_000:0.#} widthMm={IssueText.Millimetres(place.Width)} xMm={IssueText.Millimetres(place.At.X)} yMm={IssueText.Millimetres(place.At.Y)}"))
        : null;

    private static Issue? Bus(NetElectrical net) => IsBus(net.Net) && WithPins(net) > BusLimit
        ? new("ELECTRICAL_I2C_CAPACITANCE", string.Create(
            CultureInfo.InvariantCulture,
            $"net={IssueText.Token(net.Net)} capacitancePf={WithPins(net) * 1e12:0.#} limitPf={BusLimit * 1e12:0} copperPf={net.Capacitance * 1e12:0.#} devices={Devices(net)}"))
        : null;

    [GeneratedRegex("(^|[^A-Za-z])(SDA|SCL)[0-9]*([^A-Za-z0-9]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BusName();
}
