using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// Outlines of modules that are no connectors: they are not merged, since a board has its own. What somebody may miss by that is told: cut-outs inside
/// the module's contour, and an outline that is not the contour of a module but looks like that of a connector whose file lost its name.
/// </summary>
internal static class ModuleOutlines
{
    /// <returns>
    /// Once a package <c>MODULE_CUTOUT_IGNORED module= cutouts= xMm= yMm=</c>, with the place of the first cut-out in the module, and
    /// <c>MODULE_OUTLINE_IGNORED module= error=</c>.
    /// </returns>
    public static IEnumerable<Issue> Issues(IEnumerable<PlacedModule> modules) => modules
        .Select(module => module.Package)
        .DistinctBy(package => package.Key)
        .Where(package => !package.HasConnectorOutline && package.Layers.ContainsKey(ModuleLayer.EdgeCuts))
        .SelectMany(package => Issues(package, Shapes(package.Layers[ModuleLayer.EdgeCuts])));

    private static IEnumerable<Issue> Issues(ModulePackage package, (ImmutableArray<Box> All, bool IsOpen) shapes)
    {
        if (shapes.All.IsEmpty)
        {
            yield break;
        }

        var module = IssueText.Token(package.Key.ToString());
        var outer = shapes.All.MaxBy(shape => (double)shape.Width * shape.Height);
        ImmutableArray<Point> cutouts = [.. shapes.All.Where(shape => IsInside(shape, outer)).Select(shape => shape.Center)];
        if (cutouts.Length > 0)
        {
            yield return new("MODULE_CUTOUT_IGNORED", string.Create(
                CultureInfo.InvariantCulture,
                $"module={module} cutouts={cutouts.Length} xMm={Units.ToMillimetres(cutouts[0].X)} yMm={Units.ToMillimetres(cutouts[0].Y)}"));
        }

        if (shapes.IsOpen || package.Sockets.Any(socket => !outer.Contains(socket.At)))
        {
            yield return new("MODULE_OUTLINE_IGNORED", $"module={module} error={(shapes.IsOpen ? "it is open" : "it does not go round the module's sockets")}");
        }
    }

    /// <summary>Bounds of everything that an outline draws, and whether a line of it ends in the void.</summary>
    private static (ImmutableArray<Box> All, bool IsOpen) Shapes(GerberLayer outline)
    {
        var others = ImmutableArray.CreateBuilder<GraphicObject>();
        var chains = OutlineChains.Of(outline.Objects, others);
        return ([.. chains.Closed.Concat(chains.Open).Select(Bounds), .. others.Select(item => Extent.BoundsOf(new([], [item])))], !chains.Open.IsEmpty);
    }

    private static bool IsInside(Box inner, Box outer) =>
        inner.Left > outer.Left && inner.Bottom > outer.Bottom && inner.Right < outer.Right && inner.Top < outer.Top;

    private static Box Bounds(Contour contour)
    {
        var (box, at) = (Box.Empty.Include(contour.Start), contour.Start);
        foreach (var segment in contour.Segments)
        {
            box = segment.Center is { } center
                ? ArcGeometry.Chords(at, segment.To, center, segment.Clockwise).Aggregate(box, (grown, point) => grown.Include(point))
                : box.Include(segment.To);
            at = segment.To;
        }

        return box;
    }
}
