using System.Collections.Immutable;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Fabrication;

/// <summary>A Gerber file of the package: which module layer it merges, how it is named, and what it says of itself.</summary>
/// <param name="Suffix">After the board's name, as the predecessor of this service named its files.</param>
/// <param name="Function">.FileFunction.</param>
/// <param name="Polarity">.FilePolarity; null where it has no meaning.</param>
internal sealed record LayerFile(ModuleLayer Layer, string Suffix, string Function, string? Polarity)
{
    /// <remarks>
    /// The assembly drawings are the predecessor's <c>-F_Fab.gbr</c> and <c>-B_Fab.gbr</c> under another name: viewers that go by names
    /// take whatever contains "fab" for a drill file and show the drawing as holes.
    /// </remarks>
    public static readonly ImmutableArray<LayerFile> All =
    [
        new(ModuleLayer.FrontCopper, "-F_Cu.gtl", "Copper,L1,Top", "Positive"),
        new(ModuleLayer.BackCopper, "-B_Cu.gbl", "Copper,L2,Bot", "Positive"),
        new(ModuleLayer.FrontMask, "-F_Mask.gts", "Soldermask,Top", "Negative"),
        new(ModuleLayer.BackMask, "-B_Mask.gbs", "Soldermask,Bot", "Negative"),
        new(ModuleLayer.FrontPaste, "-F_Paste.gtp", "Paste,Top", "Positive"),
        new(ModuleLayer.BackPaste, "-B_Paste.gbp", "Paste,Bot", "Positive"),
        new(ModuleLayer.FrontSilkscreen, "-F_Silkscreen.gto", "Legend,Top", "Positive"),
        new(ModuleLayer.BackSilkscreen, "-B_Silkscreen.gbo", "Legend,Bot", "Positive"),
        new(ModuleLayer.FrontFab, "-F_Assembly.gbr", "AssemblyDrawing,Top", null),
        new(ModuleLayer.BackFab, "-B_Assembly.gbr", "AssemblyDrawing,Bot", null),
        new(ModuleLayer.EdgeCuts, "-Edge_Cuts.gm1", "Profile,NP", null),
        new(ModuleLayer.GerberSockets, "-GerberSockets.gbr", "Other,User", null),
    ];

    /// <summary>False for drawings and marks that a fab does not make.</summary>
    public bool IsForFab => Layer is not (ModuleLayer.FrontFab or ModuleLayer.BackFab or ModuleLayer.GerberSockets);

    public static LayerFile Of(ModuleLayer layer) => All.First(file => file.Layer == layer);
}
