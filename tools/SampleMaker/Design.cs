namespace MakeDevice.SampleMaker;

internal enum Copper
{
    Front,
    Back,
}

internal enum PadShape
{
    Round,
    Rectangle,

    /// <summary>Rectangle with rounded corners, radius a quarter of the shorter side.</summary>
    Rounded,
    Oblong,
}

/// <summary>A pad of a footprint.</summary>
/// <param name="Drill">Hole diameter, 0 for a surface pad. A slot where <paramref name="Slot"/> is not 0.</param>
/// <param name="Slot">Length between the slot's end centres, along the pad's longer side.</param>
/// <param name="Plated">False for a locating hole: no copper at all.</param>
internal sealed record Pad(
    string Number, Spot At, long Width, long Height, PadShape Shape, long Drill = 0, long Slot = 0, bool Plated = true, bool Paste = true);

/// <summary>A stroke of legend or fabrication drawing.</summary>
internal sealed record Stroke(long Width, params Spot[] Points);

/// <summary>The land pattern of a part, in its own coordinates.</summary>
internal sealed record Footprint(string Package, Pad[] Pads, Stroke[] Legend, Frame Body);

/// <summary>A part on a module; <paramref name="Nets"/> by pad number, a pad without a net is not connected.</summary>
/// <param name="Lcsc">Ordering number; empty for what is not assembled (it then is in no BOM and no CPL).</param>
internal sealed record Part(
    string Reference, string Value, string Lcsc, Footprint Footprint, Spot At, int Rotation, IReadOnlyDictionary<string, string> Nets)
{
    public Spot Place(Spot p) => p.Turned(Rotation) + At;
}

/// <summary>A socket on the zone's border; copper on one layer runs straight inwards from it.</summary>
/// <param name="Name">As GerberSockets spells it, for instance <c>SWDIO~3</c>.</param>
/// <param name="Net">The module's own net.</param>
internal sealed record Socket(string Name, string Net, Spot At, Copper Layer = Copper.Front);

internal sealed record Label(string Text, Spot At, double Height);

/// <summary>A module package before it is drawn.</summary>
/// <param name="Outline">Open or closed path of Edge_Cuts; null draws the zone half a millimetre larger.</param>
/// <param name="ClearOfCopper">Areas that no internal track may enter, both layers.</param>
internal sealed record ModuleDesign(
    string Name,
    string Version,
    string DisplayName,
    string Description,
    Frame Zone,
    Part[] Parts,
    Socket[] Sockets,
    Label[] Labels,
    string[] Functionality,
    string Mcu = "",
    bool Jacdac = false,
    bool CanExtendToBoardEdge = false,
    Spot[]? Outline = null,
    Frame[]? ClearOfCopper = null,
    byte[]? Firmware = null)
{
    public string Key => $"{Name}_{Version}";
}
