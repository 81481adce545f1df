using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Cut-outs inside the outline of a module that is no connector: its outline is not merged (DESIGN 3.2), so the board does not get them.</summary>
internal static class ModuleCutouts
{
    /// <returns><c>MODULE_CUTOUT_IGNORED module= cutouts= xMm= yMm=</c>, once a package, with the place of the first cut-out in the module.</returns>
    public static IEnumerable<Issue> Issues(IEnumerable<PlacedModule> modules) => modules
        .Select(module => module.Package)
        .DistinctBy(package => package.Key)
        .Where(package => !package.HasConnectorOutline && package.Layers.ContainsKey(ModuleLayer.EdgeCuts))
        .Select(package => (package.Key, Places: Cutouts(package.Layers[ModuleLayer.EdgeCuts])))
        .Where(found => found.Places.Length > 0)
        .Select(found => new Issue("MODULE_CUTOUT_IGNORED", string.Create(
            CultureInfo.InvariantCulture,
            $"module={IssueText.Token(found.Key.ToString())} cutouts={found.Places.Length} xMm={Units.ToMillimetres(found.Places[0].X)} yMm={Units.ToMillimetres(found.Places[0].Y)}")));

    /// <summary>Centres of what is drawn inside the largest shape of the outline.</summary>
    private static ImmutableArray<Point> Cutouts(GerberLayer outline)
    {
        var others = ImmutableArray.CreateBuilder<GraphicObject>();
        var chains = OutlineChains.Of(outline.Objects, others);
        Box[] shapes = [.. chains.Closed.Concat(chains.Open).Select(Bounds), .. others.Select(item => Extent.BoundsOf(new([], [item])))];
        var outer = shapes.Length == 0 ? 0 : Enumerable.Range(0, shapes.Length).MaxBy(i => (double)shapes[i].Width * shapes[i].Height);
        return [.. shapes.Where((shape, i) => i != outer && IsInside(shape, shapes[outer])).Select(shape => shape.Center)];
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
