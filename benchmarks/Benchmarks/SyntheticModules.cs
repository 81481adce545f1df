using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Benchmarks;

/// <summary>
/// Modules for the scaling series, made as text and read as any package: a zone of 16 x 12 mm with ten sockets on its border. A <c>node</c>
/// has nothing but ordinary nets, a <c>target</c> a transmitter in place of one, and the <c>programmer</c> nine receivers beside five nets.
/// </summary>
internal static class SyntheticModules
{
    public const long Width = 16 * Units.Millimetre, Height = 12 * Units.Millimetre;

    /// <summary>Transmitters that the programmer pairs.</summary>
    public const int Receivers = 9;

    private static readonly (string Net, double X, double Y)[] Shared =
    [
        ("DATA", -8, 3), ("VCC", -8, 0), ("GND", -8, -3), ("RST", -4, 6), ("CLK", -2, 6),
        ("DATA", 8, 3), ("VCC", 8, 0), ("GND", 8, -3), ("IRQ", 4, 6),
    ];

    public static ModulePackage Node { get; } = Make("node", [.. Shared, ("CLK", 2, 6)]);

    public static ModulePackage Target { get; } = Make("target", [.. Shared, ("P~^", 2, 6)]);

    public static ModulePackage Programmer { get; } = Make(
        "programmer", [.. Shared[..5], .. Enumerable.Range(0, Receivers).Select(n => ($"P~{n}", n - 4.0, -6.0))]);

    private static ModulePackage Make(string name, (string Net, double X, double Y)[] sockets) => ModulePackageReader.Read(new(name, "1"),
    [
        File(name, "GerberSockets.gbr", SocketLayer(sockets)),
        File(name, "F_Cu.gtl", Pads(sockets.Where(socket => !IsReceiver(socket.Net)))),
        File(name, "B_Cu.gbl", Pads(sockets.Where(socket => IsReceiver(socket.Net)))),
    ]);

    private static bool IsReceiver(string net) => net.Contains('~', StringComparison.Ordinal) && !net.EndsWith('^');

    private static ModuleFile File(string module, string layer, string text) =>
        new($"gerbers/{module}-{layer}", Encoding.ASCII.GetBytes($"%FSLAX46Y46*%\n%MOMM*%\n%LPD*%\n{text}M02*\n"));

    private static string Pads(IEnumerable<(string Net, double X, double Y)> sockets) =>
        $"%ADD10C,0.25*%\nD10*\n{string.Concat(sockets.Select(socket => $"{At(socket.X, socket.Y)}D03*\n"))}";

    /// <summary>docs/modules.md: the zone as a closed rectangle, and at each socket circles whose diameters spell its name.</summary>
    private static string SocketLayer((string Net, double X, double Y)[] sockets)
    {
        var text = new StringBuilder();
        var apertures = new List<string> { "0.1", "0.00999" };
        var draws = new StringBuilder();
        draws.Append(CultureInfo.InvariantCulture, $"D10*\n{At(-8, 6)}D02*\n{At(8, 6)}D01*\n{At(8, -6)}D01*\n{At(-8, -6)}D01*\n{At(-8, 6)}D01*\n");
        foreach (var (net, x, y) in sockets)
        {
            var spelled = net.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"0.{i + 1:00}{(int)c:000}"));
            foreach (var diameter in spelled.Prepend("0.00999"))
            {
                if (!apertures.Contains(diameter))
                {
                    apertures.Add(diameter);
                }

                draws.Append(CultureInfo.InvariantCulture, $"D{10 + apertures.IndexOf(diameter)}*\n{At(x, y)}D02*\n{At(x, y)}D01*\n");
            }
        }

        for (var i = 0; i < apertures.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"%ADD{10 + i}C,{apertures[i]}*%\n");
        }

        return text.Append("G01*\n").Append(draws).ToString();
    }

    private static string At(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"X{(long)(x * 1e6)}Y{(long)(y * 1e6)}");
}
