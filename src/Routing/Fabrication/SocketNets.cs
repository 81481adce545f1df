using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// The module's own name of the net at each of its sockets: the X2 attribute .N of the pad that sits on the socket's point, or of whatever
/// copper lies there. This is what ties a module's internal nets to the board's.
/// </summary>
internal static class SocketNets
{
    // Packages are immutable and shared by boards; the entry lives as long as its package.
    private static readonly ConditionalWeakTable<ModulePackage, StrongBox<ImmutableArray<string?>>> Known = [];

    /// <returns>In the order of the package's sockets; null where the copper names no net.</returns>
    public static ImmutableArray<string?> Of(ModulePackage package) => Known.GetValue(package, static p => new(Find(p))).Value;

    private static ImmutableArray<string?> Find(ModulePackage package)
    {
        var plots = package.Layers.ToDictionary(layer => layer.Key, layer => new Lazy<ImmutableArray<PlottedShape>>(() => LayerPlot.Plot(layer.Value)));
        return [.. SocketPads.Of(package).Zip(package.Sockets, (pads, socket) => SocketPads.LayersOf(socket)
            .Select(layer => OfPads(pads, layer) ?? (plots.TryGetValue(layer, out var plot) ? UnderPoint(plot.Value, socket.At) : null))
            .FirstOrDefault(net => net is not null))];
    }

    private static string? OfPads(ImmutableArray<SocketPad> pads, ModuleLayer layer) =>
        pads.Where(pad => pad.Layer == layer).Select(pad => pad.Flash.Attributes.Value(".N")).FirstOrDefault(net => net is { Length: > 0 });

    private static string? UnderPoint(ImmutableArray<PlottedShape> shapes, Point point)
    {
        for (var i = shapes.Length - 1; i >= 0; i--)
        {
            if (shapes[i] is { Polarity: Polarity.Dark, Net: { Length: > 0 } net } && Shapes.Contains(shapes[i].Shape, point))
            {
                return net;
            }
        }

        return null;
    }
}
