using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Boxes, in the module's own coordinates, about what a legend must not cover: openings of the front mask, where pads are, and the module's own legend.</summary>
internal static class ModulePrint
{
    private static readonly ModuleLayer[] Layers = [ModuleLayer.FrontMask, ModuleLayer.FrontSilkscreen];

    // Packages are immutable and shared by boards; the entry lives as long as its package.
    private static readonly ConditionalWeakTable<ModulePackage, StrongBox<ImmutableArray<Box>>> Known = [];

    /// <summary>Those that reach out of the module's zones: what is within is the module's in any case.</summary>
    public static ImmutableArray<Box> OutsideZones(ModulePackage package) => Known.GetValue(package, static p => new(Find(p))).Value;

    private static ImmutableArray<Box> Find(ModulePackage package) =>
    [
        .. from layer in Layers
           from plotted in LayerPlot.Plot(package.Layers.GetValueOrDefault(layer, GerberLayer.Empty))
           let bounds = plotted.Shape.Bounds
           where plotted.Polarity == Polarity.Dark && !package.Zones.Any(zone => zone.Contains(new(bounds.Left, bounds.Bottom)) && zone.Contains(new(bounds.Right, bounds.Top)))
           select bounds,
    ];
}
