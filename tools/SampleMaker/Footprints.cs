using static MakeDevice.SampleMaker.Lengths;

namespace MakeDevice.SampleMaker;

/// <summary>Land patterns of our own drawing; all pads of surface parts lie on a 0.125 mm grid.</summary>
internal static class Footprints
{
    private const double LegendWidth = 0.12;

    /// <summary>A two-terminal part along the x axis, pad 1 at the left.</summary>
    public static Footprint Chip(string package, double pitch, double padWidth, double padHeight, double length, double width) => new(
        package,
        [
            Surface("1", -pitch / 2, 0, padWidth, padHeight),
            Surface("2", pitch / 2, 0, padWidth, padHeight),
        ],
        [
            Line(-0.15, padHeight / 2 + 0.1, 0.15, padHeight / 2 + 0.1),
            Line(-0.15, -padHeight / 2 - 0.1, 0.15, -padHeight / 2 - 0.1),
        ],
        Frame.Mm(-length / 2, -width / 2, length / 2, width / 2));

    public static Footprint Chip0603(string kind) => Chip($"{kind}_0603", 1.75, 0.9, 0.95, 1.6, 0.8);

    public static Footprint Chip1206(string kind) => Chip($"{kind}_1206", 3.25, 1.25, 1.75, 3.2, 1.6);

    /// <summary>A diode chip: pad 1 is the cathode and carries a bar.</summary>
    public static Footprint Led0603()
    {
        var chip = Chip0603("LED");
        return chip with { Legend = [.. chip.Legend, Line(-1.5, -0.5, -1.5, 0.5)] };
    }

    public static Footprint Sot23() => new(
        "SOT-23-3",
        [Surface("1", -1.125, 1, 1.25, 0.6), Surface("2", -1.125, -1, 1.25, 0.6), Surface("3", 1.125, 0, 1.25, 0.6)],
        [Line(-0.65, 1.55, 0.65, 1.55), Line(0.65, 1.55, 0.65, 0.5), Line(-0.65, -1.55, 0.65, -1.55), Line(0.65, -1.55, 0.65, -0.5)],
        Frame.Mm(-0.65, -1.45, 0.65, 1.45));

    /// <summary>A leadless package with <paramref name="perSide"/> pads of 0.5 mm pitch on two or four sides, counter-clockwise from the top left.</summary>
    public static Footprint Leadless(string package, int perSide, double body, bool fourSides)
    {
        var pads = new List<Pad>();
        var reach = body / 2;
        for (var side = 0; side < 4; side++)
        {
            if (!fourSides && side % 2 == 1)
            {
                continue;
            }

            for (var i = 0; i < perSide; i++)
            {
                var along = (i - (perSide - 1) / 2.0) * 0.5;
                var at = Spot.Mm(-reach, -along).Turned(side * 90);
                var lying = side % 2 == 0;
                pads.Add(new Pad(
                    $"{pads.Count + 1}", at, Mm(lying ? 0.75 : 0.3), Mm(lying ? 0.3 : 0.75), PadShape.Rounded));
            }
        }

        var edge = reach + 0.12;
        var corner = (perSide - 1) * 0.25 + 0.35;
        Stroke[] legend =
        [
            Line(edge, edge, fourSides ? corner : 0, edge), Line(edge, -edge, fourSides ? corner : 0, -edge),
            Line(-edge, -edge, fourSides ? -corner : 0, -edge), new Stroke(Mm(0.3), Spot.Mm(-reach - 0.6, edge), Spot.Mm(-reach - 0.6, edge)),
        ];
        return new Footprint(package, [.. pads], legend, Frame.Mm(-reach, -reach, reach, reach));
    }

    /// <summary>A row of pin holes along the x axis, pad 1 square and at the left.</summary>
    public static Footprint PinRow(string package, int count, double pitch, double pad, double drill)
    {
        var pads = Enumerable.Range(0, count).Select(i => new Pad(
            $"{i + 1}", Spot.Mm((i - (count - 1) / 2.0) * pitch, 0), Mm(pad), Mm(pad), i == 0 ? PadShape.Rectangle : PadShape.Round, Mm(drill)));
        double x = count * pitch / 2, y = pitch / 2;
        return new Footprint(
            package, [.. pads], [Line(-x, y, x, y), Line(x, y, x, -y), Line(x, -y, -x, -y), Line(-x, -y, -x, y)], Frame.Mm(-x, -y, x, y));
    }

    /// <summary>Two rows of twenty pins, 17.78 mm apart, as Pico boards have them; 1 at the top left, counter-clockwise.</summary>
    public static Footprint PicoSocket()
    {
        const double Pitch = 2.54;
        var pads = Enumerable.Range(0, 40).Select(i => new Pad(
            $"{i + 1}",
            i < 20 ? Spot.Mm(-8.89, (9.5 - i) * Pitch) : Spot.Mm(8.89, (i - 29.5) * Pitch),
            Mm(1.6),
            Mm(1.6),
            i == 0 ? PadShape.Rectangle : PadShape.Round,
            Mm(1.0)));
        return new Footprint(
            "PICO-2x20-P2.54mm",
            [.. pads],
            [Line(-7.6, 25.5, 7.6, 25.5), Line(-7.6, -25.5, 7.6, -25.5), Line(-4, 25.5, -4, 24), Line(-4, 24, 4, 24), Line(4, 24, 4, 25.5)],
            Frame.Mm(-10.5, -25.5, 10.5, 25.5));
    }

    /// <summary>A push button with four corner pads; 1 and 2 are one contact, 3 and 4 the other.</summary>
    public static Footprint PushButton() => new(
        "SW-SMD-6x6mm",
        [
            Surface("1", -4, 2.25, 1.5, 1.25), Surface("2", 4, 2.25, 1.5, 1.25),
            Surface("3", -4, -2.25, 1.5, 1.25), Surface("4", 4, -2.25, 1.5, 1.25),
            new Pad("", Spot.Mm(0, 2.0), 0, 0, PadShape.Round, Mm(1.0), Plated: false),
            new Pad("", Spot.Mm(0, -2.0), 0, 0, PadShape.Round, Mm(1.0), Plated: false),
        ],
        [Line(-3, 3.2, 3, 3.2), Line(3, 3.2, 3, -3.2), Line(3, -3.2, -3, -3.2), Line(-3, -3.2, -3, 3.2)],
        Frame.Mm(-3, -3, 3, 3));

    /// <summary>A 5 mm square LED with a controller inside: 1 supply, 2 data out, 3 ground, 4 data in.</summary>
    public static Footprint PixelLed() => new(
        "LED-5050-4P",
        [
            Surface("1", -2.5, 1.625, 1.5, 1), Surface("2", -2.5, -1.625, 1.5, 1),
            Surface("3", 2.5, -1.625, 1.5, 1), Surface("4", 2.5, 1.625, 1.5, 1),
        ],
        [Line(-2.5, 2.75, 2.5, 2.75), Line(-2.5, -2.75, 2.5, -2.75), Line(2.5, -2.75, 3.5, -2.4)],
        Frame.Mm(-2.5, -2.5, 2.5, 2.5));

    /// <summary>A slide potentiometer, 30 mm of travel: three pins at its ends and four mounting lugs in slots.</summary>
    public static Footprint SlidePotentiometer() => new(
        "POT-SLIDE-30mm",
        [
            new Pad("1", Spot.Mm(-17.5, 0), Mm(1.75), Mm(1.75), PadShape.Rectangle, Mm(1.0)),
            new Pad("2", Spot.Mm(17.5, 2.5), Mm(1.75), Mm(1.75), PadShape.Round, Mm(1.0)),
            new Pad("3", Spot.Mm(17.5, -2.5), Mm(1.75), Mm(1.75), PadShape.Round, Mm(1.0)),
            Slot("M1", -20.5, 3.5), Slot("M2", -20.5, -3.5), Slot("M3", 20.5, 3.5), Slot("M4", 20.5, -3.5),
        ],
        [Line(-19, 4.5, 19, 4.5), Line(-19, -4.5, 19, -4.5), Line(-15, 0.6, 15, 0.6), Line(15, 0.6, 15, -0.6), Line(15, -0.6, -15, -0.6), Line(-15, -0.6, -15, 0.6)],
        Frame.Mm(-22.5, -4.5, 22.5, 4.5));

    /// <summary>A six-pin USB-C power receptacle: 1 and 6 ground, 2 and 5 VBUS, 3 CC1, 4 CC2; a shell on four lugs.</summary>
    public static Footprint UsbPower() => new(
        "USB-C-POWER-6P",
        [
            Surface("1", -2.75, 2.75, 0.75, 1.25), Surface("2", -1.5, 2.75, 0.75, 1.25), Surface("3", -0.5, 2.75, 0.625, 1.25),
            Surface("4", 0.5, 2.75, 0.625, 1.25), Surface("5", 1.5, 2.75, 0.75, 1.25), Surface("6", 2.75, 2.75, 0.75, 1.25),
            Upright("S1", -4.25, 2.0), Upright("S2", 4.25, 2.0), Upright("S3", -4.25, -2.0), Upright("S4", 4.25, -2.0),
        ],
        [Line(-4.5, 0.4, -4.5, -0.4), Line(4.5, 0.4, 4.5, -0.4), Line(-3.5, -3.25, 3.5, -3.25)],
        Frame.Mm(-4.5, -3.5, 4.5, 3.5));

    /// <summary>Gold fingers of an edge connector along the x axis: bare copper, no paste, nothing to place.</summary>
    public static Footprint Fingers(int count, double pitch) => new(
        "EDGE-FINGERS",
        [.. Enumerable.Range(0, count).Select(i => new Pad(
            $"{i + 1}", Spot.Mm((i - (count - 1) / 2.0) * pitch, 0), Mm(1.5), Mm(2.5), PadShape.Rectangle, Paste: false))],
        [],
        Frame.Mm(-count * pitch / 2, -1.5, count * pitch / 2, 1.5));

    private static Pad Surface(string number, double x, double y, double width, double height) =>
        new(number, Spot.Mm(x, y), Mm(width), Mm(height), PadShape.Rounded);

    private static Pad Slot(string number, double x, double y) =>
        new(number, Spot.Mm(x, y), Mm(2.6), Mm(1.6), PadShape.Oblong, Mm(1.0), Mm(1.0));

    private static Pad Upright(string number, double x, double y) =>
        new(number, Spot.Mm(x, y), Mm(1.1), Mm(1.9), PadShape.Oblong, Mm(0.6), Mm(0.8));

    private static Stroke Line(double x1, double y1, double x2, double y2) => new(Mm(LegendWidth), Spot.Mm(x1, y1), Spot.Mm(x2, y2));
}
