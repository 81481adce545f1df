using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Fabrication;

/// <summary>The pads of a module's sockets: what is flashed on a socket's point, first on the socket's own layer.</summary>
internal static class SocketPads
{
    private static readonly ImmutableArray<ModuleLayer> FrontFirst = [ModuleLayer.FrontCopper, ModuleLayer.BackCopper];
    private static readonly ImmutableArray<ModuleLayer> BackFirst = [ModuleLayer.BackCopper, ModuleLayer.FrontCopper];

    // Packages are immutable and shared by boards; the entry lives as long as its package.
    private static readonly ConditionalWeakTable<ModulePackage, StrongBox<ImmutableArray<ImmutableArray<SocketPad>>>> Known = [];

    /// <returns>In the order of the package's sockets.</returns>
    public static ImmutableArray<ImmutableArray<SocketPad>> Of(ModulePackage package) => Known.GetValue(package, static p => new(Find(p))).Value;

    /// <summary>Both copper layers, the socket's own first; the front where it is on neither.</summary>
    public static ImmutableArray<ModuleLayer> LayersOf(ModuleSocket socket) => socket.Layer == CopperLayer.Back ? BackFirst : FrontFirst;

    private static ImmutableArray<ImmutableArray<SocketPad>> Find(ModulePackage package)
    {
        var flashes = FrontFirst.ToDictionary(layer => layer, layer => package.Layers.GetValueOrDefault(layer, GerberLayer.Empty).Objects.OfType<Flash>()
            .Where(flash => flash.Polarity == Polarity.Dark).ToLookup(flash => flash.At));
        return
        [
            .. package.Sockets.Select(socket => LayersOf(socket).SelectMany(layer => flashes[layer][socket.At].Select(flash => new SocketPad(layer, flash))).ToImmutableArray()),
        ];
    }
}

/// <summary>A pad of a socket.</summary>
internal readonly record struct SocketPad(ModuleLayer Layer, Flash Flash);
