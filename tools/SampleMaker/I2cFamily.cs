using static MakeDevice.SampleMaker.JacdacFamily;

namespace MakeDevice.SampleMaker;

/// <summary>A Pico-like brain with an I2C bus, and what hangs on it.</summary>
internal static class I2cFamily
{
    public static IEnumerable<ModuleDesign> All() => [Brain(), Pullups(), Thermometer(), Motion(), Display()];

    private static ModuleDesign Brain()
    {
        (string, string)[] ground = [.. Enumerable.Range(0, 8).Select(i => ($"{3 + 5 * i}", "GND"))];
        return new(
            "sample_rp2040", "1.0", "Brain", "A socket for a Pico board; I2C on its pins 6 and 7", Frame.Mm(-12, -27, 12, 27),
            [
                new("A1", "Pico", "", Footprints.PicoSocket(), Spot.Mm(0, 0), 0, Nets([.. ground, ("6", "SDA"), ("7", "SCL"), ("20", "LED"), ("36", "+3V3"), ("40", "+5V")])),
                Chip("C1", "100nF", "C14663", "C", 4, 12, 0, "GND", "+3V3"),
                Chip("R1", "1k", "C21190", "R", -4, -20, 0, "LED", "LED_A"),
                new("D1", "green", "C72043", Footprints.Led0603(), Spot.Mm(0.5, -20), 180, Nets(("1", "GND"), ("2", "LED_A"))),
            ],
            [At("SDA", -12, 11.5), At("SCL", -12, 8.75), At("+5V", 12, 22), At("GND", 12, 17.25), At("+3V3", 12, 12.5)],
            [new("PICO", Spot.Mm(0, 3), 3), new("SDA 6 SCL 7", Spot.Mm(0, -2), 1)],
            ["brain"], "RP2040", Firmware: Firmware.Of("sample_rp2040"));
    }

    private static ModuleDesign Pullups() => new(
        "sample_i2c_pullups", "1.0", "I2C pull-ups", "4k7 to 3.3 V on both lines", Frame.Mm(-2.25, -2.25, 2.25, 2.25),
        [Chip("R1", "4k7", "C23162", "R", -1, -0.25, 90, "+3V3", "SDA"), Chip("R2", "4k7", "C23162", "R", 1, -0.25, 90, "+3V3", "SCL")],
        [At("SDA", -1, 2.25), At("SCL", 1, 2.25), At("+3V3", -2.25, -1)],
        [],
        ["i2c"]);

    private static ModuleDesign Thermometer() => new(
        "sample_i2c_thermometer", "1.0", "Thermometer", "A digital thermometer", Frame.Mm(-3, -3.25, 3, 3.25),
        [
            new("U1", "TMP117", "C2058017", Footprints.Leadless("DFN-6_2x2mm_P0.5mm", 3, 2, fourSides: false), Spot.Mm(0, 0.5), 0, Nets(
                ("1", "SDA"), ("2", "GND"), ("3", "SCL"), ("5", "+3V3"), ("6", "GND"))),
            Chip("C1", "100nF", "C14663", "C", 0.25, -1.75, 180, "+3V3", "GND"),
        ],
        [At("SDA", -3, 1), At("SCL", -3, -1), At("+3V3", -0.5, 3.25), At("GND", 1, 3.25)],
        [],
        ["temperature"]);

    private static ModuleDesign Motion() => new(
        "sample_i2c_motion", "1.0", "Motion", "Acceleration and turn rate", Frame.Mm(-3.5, -3.5, 3.5, 3.5),
        [
            new("U1", "LSM6DS", "C967633", Footprints.Leadless("LGA-12_2.5x2.5mm_P0.5mm", 3, 2.5, fourSides: true), Spot.Mm(0, 0.5), 0, Nets(
                ("1", "GND"), ("2", "GND"), ("5", "+3V3"), ("8", "+3V3"), ("11", "SCL"), ("12", "SDA"))),
            Chip("C1", "100nF", "C14663", "C", 0, -2.25, 0, "GND", "+3V3"),
        ],
        [At("GND", -3.5, 0.5), At("+3V3", -3.5, -1), At("SDA", -1.5, 3.5), At("SCL", 0, 3.5)],
        [],
        ["accelerometer", "gyroscope"]);

    /// <summary>Its zone is far from its origin: only the pin row keeps tracks away, the glass stands above them.</summary>
    private static ModuleDesign Display() => new(
        "sample_i2c_display", "1.0", "Display", "An OLED of 0.96 inch on four pins", Frame.Mm(-6, 10.5, 6, 14.5),
        [
            new("J1", "OLED 0.96in", "", Footprints.PinRow("PINS-1x4-P2.54mm", 4, 2.54, 1.7, 1.0), Spot.Mm(0, 12.25), 0, Nets(
                ("1", "GND"), ("2", "+3V3"), ("3", "SCL"), ("4", "SDA"))),
        ],
        [At("GND", -3, 14.5), At("+3V3", -1, 14.5), At("SCL", 1, 14.5), At("SDA", 3, 14.5)],
        [new("OLED", Spot.Mm(0, 0), 2)],
        ["display"]);
}
