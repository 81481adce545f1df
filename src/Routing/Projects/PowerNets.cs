using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>Which nets carry supply currents, by their names.</summary>
internal static class PowerNets
{
    /// <summary>Names that module makers give to ground and supply nets, in any case.</summary>
    public static ImmutableArray<string> Usual { get; } =
    [
        "GND*", "AGND", "DGND", "PGND", "SGND", "VSS*", "JD_GND*", "0V",
        "+*", "3V3*", "3.3V*", "5V*", "1V8*", "1.8V*", "12V*", "9V*", "VCC*", "VDD*", "VBUS*", "VIN*", "VBAT*", "VSYS*", "VOUT*", "VUSB*", "VMOT*", "JD_PWR*", "PWR*", "POWER*",
    ];
}
