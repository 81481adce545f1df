namespace MakeDevice.SampleMaker;

/// <summary>A programmer and four modules that it programs; all share power, ground and a one-wire bus.</summary>
internal static class JacdacFamily
{
    private const int Receivers = 8;

    public static IEnumerable<ModuleDesign> All() => [Programmer(), Button(), RgbLed(), Slider(), LightSensor(), EdgeConnector()];

    private static ModuleDesign Programmer()
    {
        var zone = Frame.Mm(-20, -10, 20, 10);
        Part[] parts =
        [
            new("U1", "RP2350-LITE", "C42415655", Footprints.Leadless("QFN-32_5x5mm_P0.5mm", 8, 5, fourSides: true), Spot.Mm(0, 0), 0, Nets(
                ("1", "+3V3"), ("2", "GND"), ("4", "NRST"), ("5", "SWCLK"),
                ("9", "SWDIO_0"), ("10", "SWDIO_1"), ("11", "SWDIO_2"), ("12", "SWDIO_3"),
                ("13", "SWDIO_4"), ("14", "SWDIO_5"), ("15", "SWDIO_6"), ("16", "SWDIO_7"),
                ("18", "BUS_R"), ("22", "GND"), ("23", "+3V3"), ("27", "STATUS"))),
            new("U2", "ME6211-3V3", "C82942", Footprints.Sot23(), Spot.Mm(-6.5, 3), 180, Nets(("1", "GND"), ("2", "+3V3"), ("3", "VCC"))),
            Chip("C1", "1uF", "C15849", "C", -10, 0, 90, "VCC", "GND"),
            Chip("C2", "1uF", "C15849", "C", -6.5, 0, 0, "GND", "+3V3"),
            Chip("C3", "100nF", "C14663", "C", 4.5, 1.5, 90, "GND", "+3V3"),
            Chip("R1", "1k", "C21190", "R", 3, 4.5, 0, "STATUS", "LED_A"),
            new("D1", "green", "C72043", Footprints.Led0603(), Spot.Mm(7, 4.5), 180, Nets(("1", "GND"), ("2", "LED_A"))),
            Chip("R2", "220R", "C22962", "R", 6, -4, 90, "BUS", "BUS_R"),
            Chip("R3", "5k1", "C23186", "R", -14.5, 0, 90, "GND", "CC2"),
            Chip("R4", "5k1", "C23186", "R", -12.5, 0, 90, "GND", "CC1"),
            new("J1", "USB-C 6P", "C456012", Footprints.UsbPower(), Spot.Mm(-13.5, 6), 180, Nets(
                ("1", "GND"), ("2", "VCC"), ("3", "CC1"), ("4", "CC2"), ("5", "VCC"), ("6", "GND"),
                ("S1", "GND"), ("S2", "GND"), ("S3", "GND"), ("S4", "GND"))),
            new("J2", "1x5", "", Footprints.PinRow("PINS-1x5-P2.54mm", 5, 2.54, 1.7, 1.0), Spot.Mm(12, 7.5), 0, Nets(
                ("1", "VCC"), ("2", "GND"), ("3", "BUS"), ("4", "NRST"), ("5", "SWCLK"))),
            Mounting("H1", -17, -7), Mounting("H2", 17, -7),
        ];
        Socket[] sockets =
        [
            At("SWCLK", -7, -10), At("NRST", -6, -10), At("GND", -5, -10), At("VCC", -4, -10),
            .. Enumerable.Range(0, Receivers).Select(n => new Socket($"SWDIO~{n}", $"SWDIO_{n}", Spot.Mm(n - 3, -10), Copper.Back)),
            At("BUS", 6, -10),
        ];
        return new(
            "sample_jacdaptor", "1.0", "Programmer", "USB power, a bus master, and eight programming lines", zone, parts, sockets,
            [new("PROGRAMMER", Spot.Mm(13, 2), 1.2)], ["brain", "programmer"], "RP2350", Jacdac: true, CanExtendToBoardEdge: true);
    }

    /// <summary>The base image of the family that a module named "jacdaptor" belongs to: the programmer brings none of its own.</summary>
    public static byte[] BaseImage() => Firmware.Programmer("sample_jacdaptor", Receivers);

    private static ModuleDesign Button() => Satellite(
        "sample_button", "Button", "A push button", ["button"], 24, left =>
        [
            new("SW1", "6x6", "C127509", Footprints.PushButton(), Spot.Mm(left + 18, 0.5), 0, Nets(("1", "IO"), ("2", "IO"), ("3", "GND"), ("4", "GND"))),
            Chip("R3", "10k", "C25804", "R", left + 18, -5.5, 0, "IO", "+3V3"),
        ]);

    private static ModuleDesign RgbLed() => Satellite(
        "sample_rgb_led", "RGB LED", "One addressable RGB LED", ["light"], 21, left =>
        [
            new("D2", "WS2812B", "C2761795", Footprints.PixelLed(), Spot.Mm(left + 16.5, 0), 0, Nets(("1", "VCC"), ("3", "GND"), ("4", "PIXEL"))),
            Chip("R3", "220R", "C22962", "R", left + 16.5, 4.5, 0, "IO", "PIXEL"),
            Chip("C4", "100nF", "C14663", "C", left + 16.5, -4.5, 0, "VCC", "GND"),
        ]);

    private static ModuleDesign Slider() => Satellite(
        "sample_slider", "Slider", "A slide potentiometer, 30 mm", ["slider"], 64, left =>
        [
            new("RV1", "10k lin", "", Footprints.SlidePotentiometer(), Spot.Mm(left + 38.5, 0), 0, Nets(
                ("1", "+3V3"), ("2", "IO"), ("3", "GND"), ("M1", "GND"), ("M2", "GND"), ("M3", "GND"), ("M4", "GND"))),
            Chip("C4", "100nF", "C14663", "C", left + 13.5, 5.5, 0, "IO", "GND"),
        ]);

    private static ModuleDesign LightSensor() => Satellite(
        "sample_light_sensor", "Light sensor", "A phototransistor", ["light_level"], 17, left =>
        [
            new("Q1", "PT1206", "C250857", Footprints.Chip1206("PT"), Spot.Mm(left + 14, 1.5), 270, Nets(("1", "+3V3"), ("2", "IO"))),
            Chip("R3", "10k", "C25804", "R", left + 14, -4, 270, "IO", "GND"),
        ]);

    /// <summary>Three gold fingers between two notches, where the board's edge is open for 16 mm.</summary>
    private static ModuleDesign EdgeConnector()
    {
        const double Edge = 4.25;
        Spot[] outline =
        [
            Spot.Mm(-8, Edge), Spot.Mm(-7, Edge), Spot.Mm(-7, 1.25), Spot.Mm(-5.5, 1.25), Spot.Mm(-5.5, Edge),
            Spot.Mm(5.5, Edge), Spot.Mm(5.5, 1.25), Spot.Mm(7, 1.25), Spot.Mm(7, Edge), Spot.Mm(8, Edge),
        ];
        return new(
            "sample_edge_connector", "1.0", "Edge connector", "The bus, ground and power on three gold fingers", Frame.Mm(-9.25, -4.25, 9.25, 4),
            [
                new("J1", "fingers", "", Footprints.Fingers(3, 3), Spot.Mm(0, 2.25), 0, Nets(("1", "BUS"), ("2", "GND"), ("3", "VCC"))),
                Chip("D1", "ESD5V0", "C7420372", "D", -2.5, -1.5, 0, "BUS", "GND"),
            ],
            [At("BUS", -3, -4.25), At("GND", 0, -4.25), At("VCC", 3, -4.25)],
            [new("BUS", Spot.Mm(-3, 0.25), 0.8), new("GND", Spot.Mm(0, 0.25), 0.8), new("VCC", Spot.Mm(3, 0.25), 0.8)],
            ["connector"], Jacdac: true, CanExtendToBoardEdge: true, Outline: outline,
            ClearOfCopper: [Frame.Mm(-7.5, 0.75, -5, Edge), Frame.Mm(5, 0.75, 7.5, Edge)]);
    }

    /// <summary>A module with its own controller: sockets at the left and the top, the part that matters at the right.</summary>
    private static ModuleDesign Satellite(
        string name, string title, string description, string[] functionality, double width, Func<double, Part[]> parts)
    {
        var left = -width / 2;
        Part[] common =
        [
            new("U1", "PY32F002", "C5292058", Footprints.Leadless("QFN-20_4x4mm_P0.5mm", 5, 4, fourSides: true), Spot.Mm(left + 8.5, 0.5), 0, Nets(
                ("1", "NRST"), ("2", "BUS_R"), ("4", "+3V3"), ("5", "GND"), ("6", "STATUS"), ("13", "IO"), ("19", "SWDIO"), ("20", "SWCLK"))),
            new("U2", "ME6211-3V3", "C82942", Footprints.Sot23(), Spot.Mm(left + 3.25, -1.25), 180, Nets(("1", "GND"), ("2", "+3V3"), ("3", "VCC"))),
            Chip("C1", "1uF", "C15849", "C", left + 3.25, 1.5, 0, "VCC", "GND"),
            Chip("C2", "1uF", "C15849", "C", left + 3.25, -4.25, 0, "+3V3", "GND"),
            Chip("C3", "100nF", "C14663", "C", left + 8.5, -3.75, 0, "+3V3", "GND"),
            Chip("R1", "1k", "C21190", "R", left + 3.25, -6.25, 0, "+3V3", "LED_A"),
            new("D1", "green", "C72043", Footprints.Led0603(), Spot.Mm(left + 7.5, -6.25), 180, Nets(("1", "STATUS"), ("2", "LED_A"))),
            Chip("R2", "220R", "C22962", "R", left + 3.25, 3.5, 0, "BUS", "BUS_R"),
        ];
        Socket[] sockets =
        [
            At("BUS", left, 3.5), At("VCC", left, -0.5), At("GND", left, -3),
            At("NRST", left + 2, 8), At("SWCLK", left + 3.5, 8), new("SWDIO~^", "SWDIO", Spot.Mm(left + 5, 8)),
        ];
        return new(
            name, "1.0", title, description, Frame.Mm(left, -8, -left, 8), [.. common, .. parts(left)], sockets,
            [new(title, Spot.Mm(left + 11.25, 6.75), 1)], functionality, "PY32F002", Jacdac: true, Firmware: Firmware.Of(name));
    }

    internal static Dictionary<string, string> Nets(params (string Pad, string Net)[] nets) => nets.ToDictionary(pair => pair.Pad, pair => pair.Net);

    internal static Part Chip(string reference, string value, string lcsc, string kind, double x, double y, int rotation, string net1, string net2) =>
        new(reference, value, lcsc, Footprints.Chip0603(kind), Spot.Mm(x, y), rotation, Nets(("1", net1), ("2", net2)));

    internal static Socket At(string net, double x, double y) => new(net, net, Spot.Mm(x, y));

    private static Part Mounting(string reference, double x, double y) => new(
        reference, "M2", "", new Footprint("HOLE-M2", [new Pad("", default, 0, 0, PadShape.Round, Lengths.Mm(2.2), Plated: false)], [], Frame.Mm(-1.1, -1.1, 1.1, 1.1)),
        Spot.Mm(x, y), 0, Nets());
}
