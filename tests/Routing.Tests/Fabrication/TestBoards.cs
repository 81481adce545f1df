using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>Boards put together in code, without the checks of placement.</summary>
internal static class TestBoards
{
    public static readonly BoardOutline Outline = new(Units.FromMillimetres(60), Units.FromMillimetres(40), Units.FromMillimetres(2), false, false);

    public static PlacedBoard Of(params ModulePackage[] packages) => Of(Outline, packages);

    /// <summary>Module i stands at (10 i, 0) mm, unturned; sockets keep their names as nets.</summary>
    public static PlacedBoard Of(BoardOutline outline, params ModulePackage[] packages)
    {
        var modules = packages.Select((package, i) => new PlacedModule(
            i, new($"id{i}", package.Key, new Placement(Point.FromMillimetres(10 * i, 0), 0), 0), package)).ToImmutableArray();
        var sockets = modules.SelectMany(module => module.Package.Sockets.Select(socket => (module, socket)))
            .Select((s, i) => new BoardSocket(
                i, s.module.Index, s.socket.Name, s.socket.Name, false, s.module.Instance.Placement.Apply(s.socket.At), s.socket.Layer));
        var project = new Project("p", "test", "test", outline, "JLCPCB", [.. modules.Select(module => module.Instance)], "");
        return new(project, DesignRules.Default, modules, [.. sockets], []);
    }

    public static ModulePackage Package(
        string name, GerberLayer? front = null, GerberLayer? edge = null, (string Name, Point At)[]? sockets = null,
        ImmutableArray<BomLine> bom = default, ImmutableArray<CplLine> cpl = default)
    {
        var layers = ImmutableSortedDictionary<ModuleLayer, GerberLayer>.Empty;
        layers = front is null ? layers : layers.Add(ModuleLayer.FrontCopper, front);
        layers = edge is null ? layers : layers.Add(ModuleLayer.EdgeCuts, edge);
        return new()
        {
            Key = new(name, "1.0"),
            ContentHash = name,
            HasConnectorOutline = edge is not null,
            Layers = layers,
            Sockets = [.. (sockets ?? []).Select(socket => new ModuleSocket(socket.Name, socket.At, CopperLayer.Front))],
            Bom = bom.IsDefault ? [] : bom,
            Cpl = cpl.IsDefault ? [] : cpl,
        };
    }

    public static Flash Pad(double x, double y, string net, string reference, string pin) => new(
        Point.FromMillimetres(x, y), new CircleAperture(500_000, 0, AttributeSet.None), Polarity.Dark,
        AttributeSet.Of(new GerberAttribute(".P", reference, pin), new GerberAttribute(".N", net)));
}
