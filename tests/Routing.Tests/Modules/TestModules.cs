using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests;

/// <summary>Tiny module packages built in code.</summary>
internal static class TestModules
{
    public static ModulePackage Package(string name, IEnumerable<Box> zones, params (string Name, double X, double Y)[] sockets) => new()
    {
        Key = new(name, "1.0"),
        ContentHash = name,
        Zones = [.. zones],
        Sockets = [.. sockets.Select(s => new ModuleSocket(s.Name, Point.FromMillimetres(s.X, s.Y), CopperLayer.Front))],
        Layers = ImmutableSortedDictionary<ModuleLayer, GerberLayer>.Empty.Add(ModuleLayer.GerberSockets, GerberLayer.Empty),
    };

    public static ModulePackage Square(string name, double side, params (string Name, double X, double Y)[] sockets) =>
        Package(name, [BoxOf(-side / 2, -side / 2, side / 2, side / 2)], sockets);

    public static ModulePackage Edgy(this ModulePackage package) => new()
    {
        Key = package.Key,
        ContentHash = package.ContentHash,
        Zones = package.Zones,
        Sockets = package.Sockets,
        Layers = package.Layers,
        CanExtendToBoardEdge = true,
    };

    public static Box BoxOf(double left, double bottom, double right, double top) =>
        Box.Around(Point.FromMillimetres(left, bottom), Point.FromMillimetres(right, top));

    public static ImmutableDictionary<ModuleKey, ModulePackage> Library(params ModulePackage[] packages) =>
        packages.ToImmutableDictionary(package => package.Key);
}
