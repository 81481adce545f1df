using System.Runtime.CompilerServices;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Previews;

/// <summary>A module package drawn once, in its own coordinates: every instance on a board refers to it.</summary>
internal sealed record ModuleArtwork(SideArtwork Front, SideArtwork Back)
{
    // Packages are immutable and shared by boards; a drawing lives as long as its package.
    private static readonly ConditionalWeakTable<ModulePackage, ModuleArtwork> Known = [];

    public static ModuleArtwork Of(ModulePackage package) => Known.GetValue(package, static p => new(
        SideArtwork.Draw(p, ModuleLayer.FrontCopper, ModuleLayer.FrontMask, ModuleLayer.FrontSilkscreen),
        SideArtwork.Draw(p, ModuleLayer.BackCopper, ModuleLayer.BackMask, ModuleLayer.BackSilkscreen)));
}

/// <param name="Copper">SVG elements in the current colour.</param>
/// <param name="Openings">Path data of the openings in the solder mask.</param>
/// <param name="Legend">SVG elements in the current colour.</param>
/// <param name="Holes">Path data of the holes one can look through.</param>
/// <param name="TentedHoles">Path data of the holes that solder mask closes.</param>
internal sealed record SideArtwork(string Copper, string Openings, string Legend, string Holes, string TentedHoles)
{
    /// <summary>Solder mask does not close a wider hole.</summary>
    private const long WidestTent = 500_000;

    public static SideArtwork Draw(ModulePackage package, ModuleLayer copper, ModuleLayer mask, ModuleLayer legend)
    {
        var openings = package.Layers.GetValueOrDefault(mask, GerberLayer.Empty);
        var (holes, tented) = DrawHoles(package, openings);
        return new(
            LayerPaths.Elements(package.Layers.GetValueOrDefault(copper, GerberLayer.Empty)),
            LayerPaths.Areas(openings),
            LayerPaths.Elements(package.Layers.GetValueOrDefault(legend, GerberLayer.Empty)),
            holes,
            tented);
    }

    private static (string Holes, string Tented) DrawHoles(ModulePackage package, GerberLayer openings)
    {
        var open = LayerPicture.TryOf(openings);
        PathText holes = new(), tented = new();
        foreach (var hit in package.Plated.Hits.Concat(package.NonPlated.Hits))
        {
            var (from, to) = hit switch
            {
                DrillHole hole => (hole.At, hole.At),
                DrillSlot slot => (slot.From, slot.To),
                _ => throw new ArgumentOutOfRangeException(nameof(package)),
            };
            var isTented = hit.Diameter <= WidestTent && from == to && open?.IsDark(from) == false;
            (isTented ? tented : holes).Fill(new Capsule(from, to, hit.Diameter / 2));
        }

        return (holes.ToString(), tented.ToString());
    }
}
