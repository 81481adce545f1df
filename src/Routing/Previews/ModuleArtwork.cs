using System.Runtime.CompilerServices;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Previews;

/// <summary>A module package drawn once, in its own coordinates: every instance on a board refers to it.</summary>
/// <param name="Holes">Path data of plated and other holes, the same from both sides.</param>
internal sealed record ModuleArtwork(SideArtwork Front, SideArtwork Back, string Holes)
{
    // Packages are immutable and shared by boards; a drawing lives as long as its package.
    private static readonly ConditionalWeakTable<ModulePackage, ModuleArtwork> Known = [];

    public static ModuleArtwork Of(ModulePackage package) => Known.GetValue(package, Draw);

    private static ModuleArtwork Draw(ModulePackage package)
    {
        var holes = new PathText();
        foreach (var hit in package.Plated.Hits.Concat(package.NonPlated.Hits))
        {
            holes.Fill(hit switch
            {
                DrillHole hole => new Capsule(hole.At, hole.At, hole.Diameter / 2),
                DrillSlot slot => new Capsule(slot.From, slot.To, slot.Diameter / 2),
                _ => throw new ArgumentOutOfRangeException(nameof(package)),
            });
        }

        return new(
            SideArtwork.Draw(package, ModuleLayer.FrontCopper, ModuleLayer.FrontMask, ModuleLayer.FrontSilkscreen),
            SideArtwork.Draw(package, ModuleLayer.BackCopper, ModuleLayer.BackMask, ModuleLayer.BackSilkscreen),
            holes.ToString());
    }
}

/// <param name="Copper">SVG elements in the current colour.</param>
/// <param name="Openings">Path data of the openings in the solder mask.</param>
/// <param name="Legend">SVG elements in the current colour.</param>
internal sealed record SideArtwork(string Copper, string Openings, string Legend)
{
    public static SideArtwork Draw(ModulePackage package, ModuleLayer copper, ModuleLayer mask, ModuleLayer legend) => new(
        LayerPaths.Elements(package.Layers.GetValueOrDefault(copper, GerberLayer.Empty)),
        LayerPaths.Areas(package.Layers.GetValueOrDefault(mask, GerberLayer.Empty)),
        LayerPaths.Elements(package.Layers.GetValueOrDefault(legend, GerberLayer.Empty)));
}
