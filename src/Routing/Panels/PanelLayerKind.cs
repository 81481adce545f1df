using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Panels;

/// <summary>What a file of a panel's board is, in the words of the predecessor's panel front end.</summary>
/// <param name="Type"><c>copper</c>, <c>soldermask</c>, <c>silkscreen</c>, <c>solderpaste</c>, <c>drill…</c>, <c>outline</c>, <c>drawing</c>, <c>bom</c>, <c>placement</c>, or another.</param>
/// <param name="Side"><c>top</c>, <c>bottom</c>, <c>inner</c>, <c>all</c> or <c>none</c>.</param>
internal sealed record PanelLayerKind(string Type, string Side)
{
    private const string Sockets = "GerberSockets.gbr";

    /// <summary>A layer that fabs may make of a board, though this service does not: carbon, peelable mask.</summary>
    private const string Other = "other";

    public bool IsDrill => Type is "drill" or "drill-pth" or "drill-npth" or "drill-unknown";

    /// <summary>A panel has its own outline, and drawings are of one board.</summary>
    public bool IsRepeated => Type is not ("outline" or "drawing" or "none" or "bom" or "placement") && !IsDrill;

    /// <summary>True for the layer by which a panel can be read as a module again, whatever its type.</summary>
    public static bool IsSockets(string name) => name.EndsWith(Sockets, StringComparison.OrdinalIgnoreCase);

    /// <summary>Plating as the type says; null where it leaves that to the file.</summary>
    public bool? Plated => Type switch
    {
        "drill-pth" => true,
        "drill-npth" => false,
        _ => null,
    };

    /// <summary>Name of the panel's file for the layer. Inner layers and GerberSockets keep theirs.</summary>
    public string FileName(string original) => (Type, Side) switch
    {
        _ when IsSockets(original) => original,
        ("copper", "inner") or (Other, _) => original,
        ("copper", "top") => "copper_top.GTL",
        ("copper", "bottom") => "copper_bottom.GBL",
        ("soldermask", "top") => "soldermask_top.GTS",
        ("soldermask", "bottom") => "soldermask_bottom.GBS",
        ("silkscreen", "top") => "silkscreen_top.GTO",
        ("silkscreen", "bottom") => "silkscreen_bottom.GBO",
        ("solderpaste", "top") => "solderpaste_top.GTP",
        ("solderpaste", "bottom") => "solderpaste_bottom.GBP",
        _ => $"{Type}_{Side}.gbr",
    };

    /// <summary>.FileFunction of a layer whose file does not say it; null where the kind does not tell either.</summary>
    /// <param name="copperLayers">Of the board.</param>
    public GerberAttribute? Function(int copperLayers) => (Type, Side) switch
    {
        ("copper", "top") => new(".FileFunction", "Copper", "L1", "Top"),
        ("copper", "bottom") => new(".FileFunction", "Copper", $"L{copperLayers}", "Bot"),
        ("soldermask" or "silkscreen" or "solderpaste", "top" or "bottom") => new(".FileFunction", Layer, Side == "top" ? "Top" : "Bot"),
        _ => null,
    };

    private string Layer => Type switch
    {
        "soldermask" => "Soldermask",
        "silkscreen" => "Legend",
        _ => "Paste",
    };

    /// <summary>The kind of a Gerber file in a package: as the file says, else as its name does; null for drills, and where neither tells.</summary>
    public static PanelLayerKind? Of(string name, FileRole? role) => role switch
    {
        _ when IsSockets(name) => new("gerbersockets", "all"),
        LayerRole { Layer: var layer } => Of(layer),
        InnerCopperRole => new("copper", "inner"),
        UnusedRole { Needless: true } => new("drawing", "all"),
        UnusedRole => new(Other, "all"),
        _ => null,
    };

    private static PanelLayerKind Of(ModuleLayer layer) => layer switch
    {
        ModuleLayer.FrontCopper => new("copper", "top"),
        ModuleLayer.BackCopper => new("copper", "bottom"),
        ModuleLayer.FrontMask => new("soldermask", "top"),
        ModuleLayer.BackMask => new("soldermask", "bottom"),
        ModuleLayer.FrontPaste => new("solderpaste", "top"),
        ModuleLayer.BackPaste => new("solderpaste", "bottom"),
        ModuleLayer.FrontSilkscreen => new("silkscreen", "top"),
        ModuleLayer.BackSilkscreen => new("silkscreen", "bottom"),
        ModuleLayer.EdgeCuts => new("outline", "all"),
        ModuleLayer.GerberSockets => new("gerbersockets", "all"),
        _ => new("drawing", "all"),
    };
}

/// <summary>A file of the board as it was handed in.</summary>
/// <param name="Kind">Null where the file itself must tell.</param>
internal sealed record PanelInput(string Name, PanelLayerKind? Kind, ReadOnlyMemory<byte> Content);
