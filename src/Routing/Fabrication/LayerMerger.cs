using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// One layer of the whole board: the layer of every module, put in place and with the board's names, in module order; then what the board
/// adds. What is added comes last, so that a clear object of a module never takes it away.
/// </summary>
internal static class LayerMerger
{
    /// <summary>From a mounting hole's wall to the solder mask.</summary>
    private const long MaskMargin = 100_000;

    public static GerberLayer Merge(PlacedBoard board, RoutedBoard routed, ModuleLayer layer)
    {
        var file = LayerFile.Of(layer);
        var attributes = FileAttributes.Of(board.Project, file.Function, file.Polarity);
        return layer == ModuleLayer.EdgeCuts
            ? new(attributes, BoardContour.Of(board).Draw())
            : GerberMerge.Merge([.. ModuleLayers(board, layer), new([], Added(board, routed, layer))], attributes);
    }

    private static IEnumerable<GerberLayer> ModuleLayers(PlacedBoard board, ModuleLayer layer)
    {
        var naming = BoardNaming.Of(board);
        foreach (var module in board.Modules)
        {
            if (module.Package.Layers.TryGetValue(layer, out var drawn))
            {
                yield return Place(module, drawn, attribute => naming.Rename(module, attribute));
            }
        }
    }

    private static GerberLayer Place(PlacedModule module, GerberLayer layer, Func<GerberAttribute, GerberAttribute?> rename) =>
        module.Package.PlacedLayers is { } known
            ? known.Place(layer, module.Instance.Placement, rename)
            : GerberTransform.Apply(layer, module.Instance.Placement, rename);

    /// <remarks>Vias are tented: they add nothing to the masks.</remarks>
    private static ImmutableArray<GraphicObject> Added(PlacedBoard board, RoutedBoard routed, ModuleLayer layer) => layer switch
    {
        ModuleLayer.FrontCopper => RoutedObjects(routed, CopperLayer.Front),
        ModuleLayer.BackCopper => RoutedObjects(routed, CopperLayer.Back),
        ModuleLayer.FrontMask or ModuleLayer.BackMask => [.. board.MountingHoles.Select(MaskOpening)],
        ModuleLayer.FrontSilkscreen => [.. SvgSilkscreen.Read(board.Project.GraphicsSvg, board.Project.Board).Objects, .. BoardCopper.Of(board, routed).Legend.Objects],
        _ => [],
    };

    /// <summary>Solder mask ends at a hole's wall only where nothing is out of register.</summary>
    private static GraphicObject MaskOpening(MountingHole hole) => new Flash(
        hole.At, new CircleAperture(Math.Min(hole.Diameter + 2 * MaskMargin, hole.KeepOut), 0, AttributeSet.None), Polarity.Dark, AttributeSet.None);

    private static ImmutableArray<GraphicObject> RoutedObjects(RoutedBoard routed, CopperLayer layer)
    {
        var nets = new Dictionary<string, AttributeSet>(StringComparer.Ordinal);
        var apertures = new Dictionary<(long Diameter, string Function), Aperture>();
        var objects = ImmutableArray.CreateBuilder<GraphicObject>();
        foreach (var pour in routed.Pours)
        {
            if (pour.Layer == layer)
            {
                objects.Add(new Region([Contour.Of(pour.Outline.Items)], Circle(0, "Conductor"), Polarity.Dark, Net(pour.Net)));
            }
        }

        foreach (var track in routed.Tracks)
        {
            if (track.Layer == layer)
            {
                AddDraws(objects, track, Circle(track.Width, "Conductor"), Net(track.Net));
            }
        }

        foreach (var via in routed.Vias)
        {
            objects.Add(new Flash(via.At, Circle(via.Diameter, "ViaPad"), Polarity.Dark, Net(via.Net)));
        }

        return objects.DrainToImmutable();

        AttributeSet Net(string net) =>
            nets.TryGetValue(net, out var known) ? known : nets[net] = AttributeSet.Of(new GerberAttribute(".N", net));

        Aperture Circle(long diameter, string function) => apertures.TryGetValue((diameter, function), out var known)
            ? known
            : apertures[(diameter, function)] = new CircleAperture(diameter, 0, AttributeSet.Of(new GerberAttribute(".AperFunction", function)));
    }

    private static void AddDraws(ImmutableArray<GraphicObject>.Builder objects, Track track, Aperture aperture, AttributeSet net)
    {
        var points = track.Points.AsSpan();
        for (var i = 1; i < points.Length; i++)
        {
            objects.Add(new Line(points[i - 1], points[i], aperture, Polarity.Dark, net));
        }
    }
}
