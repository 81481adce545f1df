using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>Which nets carry supply currents, by their names.</summary>
internal static class PowerNets
{
    /// <summary>Names that module makers give to grounds, in any case.</summary>
    public static ImmutableArray<string> Ground { get; } = ["GND*", "*GND", "AGND*", "DGND*", "PGND*", "SGND*", "VSS*", "*VSS", "AVSS*", "DVSS*", "JD_GND*", "GROUND", "0V"];

    /// <summary>Names that they give to ground and supply nets, in any case.</summary>
    public static ImmutableArray<string> Usual { get; } =
    [
        .. Ground,
        "+*", "1V*", "1.8V*", "2V5*", "2.5V*", "3V*", "3.3V*", "*_3V3", "5V*", "5.0V*", "*_5V", "9V*", "12V*", "*_12V", "24V*",
        "VCC*", "*VCC", "VDD*", "*VDD", "VBUS*", "*_VBUS", "VIN*", "VBAT*", "BAT", "BATT", "BAT+", "BATT+", "VSYS*", "VOUT*", "VUSB*", "VMOT*", "VM", "V+", "VLED*", "VREG*", "JD_PWR*", "PWR*", "POWER*",
    ];
}
