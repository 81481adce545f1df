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
        var front = new LayerNets(package.Layers.GetValueOrDefault(ModuleLayer.FrontCopper, GerberLayer.Empty));
        var back = new LayerNets(package.Layers.GetValueOrDefault(ModuleLayer.BackCopper, GerberLayer.Empty));
        return [.. package.Sockets.Select(socket => socket.Layer == CopperLayer.Back
            ? back.At(socket.At) ?? front.At(socket.At)
            : front.At(socket.At) ?? back.At(socket.At))];
    }

    private sealed class LayerNets(GerberLayer layer)
    {
        private readonly Dictionary<Point, string> _flashes = FlashNets(layer);
        private readonly Lazy<ImmutableArray<PlottedShape>> _plot = new(() => LayerPlot.Plot(layer));

        public string? At(Point point) => _flashes.GetValueOrDefault(point) ?? UnderPoint(point);

        private string? UnderPoint(Point point)
        {
            var shapes = _plot.Value;
            for (var i = shapes.Length - 1; i >= 0; i--)
            {
                if (shapes[i] is { Polarity: Polarity.Dark, Net: { Length: > 0 } net } && Shapes.Contains(shapes[i].Shape, point))
                {
                    return net;
                }
            }

            return null;
        }

        private static Dictionary<Point, string> FlashNets(GerberLayer layer)
        {
            var nets = new Dictionary<Point, string>();
            foreach (var flash in layer.Objects.OfType<Flash>())
            {
                if (flash.Polarity == Polarity.Dark && flash.Attributes.Value(".N") is { Length: > 0 } net)
                {
                    nets.TryAdd(flash.At, net);
                }
            }

            return nets;
        }
    }
}
