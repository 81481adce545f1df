using System.Collections.Immutable;
using System.Globalization;

namespace MakeDevice.Routing.Electrical;

/// <summary>The electrical report in short: supply nets and buses.</summary>
internal static class ElectricalSentences
{
    public static ImmutableArray<string> Of(ElectricalReport report) => [.. report.Nets.Select(Of).OfType<string>()];

    /// <summary>Nothing where all of the way is areas, which are not judged.</summary>
    private static string Carries(NeckElectrical? neck) => neck is null ? "" : string.Create(CultureInfo.InvariantCulture, $", carries {neck.Limit:0.0} A");

    private static string? Of(NetElectrical net)
    {
        if (net.Supply is { } supply && net.Worst is { } worst)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{net.Net}: up to {worst.Ohms * 1e3:0} mΩ, {supply.Drop * 1e3:0} mV lost at {supply.Current * 1e3:0} mA{Carries(net.Neck)}");
        }

        return ElectricalIssues.IsBus(net.Net) ? string.Create(CultureInfo.InvariantCulture, $"{net.Net}: about {ElectricalIssues.WithPins(net) * 1e12:0} pF of {ElectricalIssues.BusLimit * 1e12:0}") : null;
    }
}
