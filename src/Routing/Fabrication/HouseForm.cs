using System.Collections.Immutable;

namespace MakeDevice.Routing.Fabrication;

/// <summary>What a column of a bill of materials holds.</summary>
internal enum BomColumn
{
    Value,
    References,
    Package,
    PartNumber,
    Quantity,
}

/// <summary>What a column of a pick-and-place list holds.</summary>
internal enum CplColumn
{
    Reference,
    Value,
    Package,
    X,
    Y,
    Rotation,
    Side,
}

/// <summary>
/// How a fabrication house's order form takes a board: the headings that it recognises by itself, and which of its fields each file goes into.
/// </summary>
/// <param name="House">As in the profile; empty for a house that is not known.</param>
/// <param name="QuotesAll">Every cell stands in quotes.</param>
/// <param name="Steps">What to do on the house's site, in order; <c>{gerbers}</c>, <c>{bom}</c> and <c>{cpl}</c> are file names.</param>
/// <param name="StepsSource">Where the steps were read and when, or that they were not confirmed; a sentence for whoever orders.</param>
internal sealed record HouseForm(
    string House,
    ImmutableArray<(string Heading, BomColumn Column)> Bom,
    ImmutableArray<(string Heading, CplColumn Column)> Cpl,
    bool QuotesAll,
    ImmutableArray<string> Steps,
    string StepsSource)
{
    private static readonly ImmutableArray<(string Heading, CplColumn Column)> UsualCpl =
    [
        ("Designator", CplColumn.Reference), ("Val", CplColumn.Value), ("Package", CplColumn.Package), ("Mid X", CplColumn.X), ("Mid Y", CplColumn.Y),
        ("Rotation", CplColumn.Rotation), ("Layer", CplColumn.Side),
    ];

    /// <summary>The form of the house of that profile, in any case; a plain one for any other.</summary>
    public static HouseForm Of(string profile) => All.FirstOrDefault(form => form.House.Equals(profile, StringComparison.OrdinalIgnoreCase)) ?? Unknown;

    /// <summary>JLCPCB's form takes these headings by itself, and matches a line by <c>JLCPCB Part #</c>.</summary>
    private static HouseForm Jlcpcb { get; } = new(
        "JLCPCB",
        [("Comment", BomColumn.Value), ("Designator", BomColumn.References), ("Footprint", BomColumn.Package), ("JLCPCB Part #", BomColumn.PartNumber)],
        UsualCpl,
        QuotesAll: false,
        [
            "Open cart.jlcpcb.com/quote, press \"Add gerber file\" and choose `{gerbers}`. It shows the board's size and two layers.",
            "For a board with parts on it, switch on \"PCB Assembly\" further down, choose as \"Assembly Side\" that of the parts and \"Confirm Parts Placement\", press \"NEXT\", look at the board, press \"NEXT\" again.",
            "Into \"Add BOM File\" goes `{bom}`, into \"Add CPL File\" goes `{cpl}`; press \"Process BOM & CPL\".",
            "Look through the list of parts (is every line matched, in stock, the part you mean?), press \"NEXT\", then look at the picture of the placement: is each part turned as its silkscreen says?",
            "Only the Gerber and drill files count for the board: whatever else you wish goes into the field for remarks.",
        ],
        "That only Gerber files count is in the house's help (jlcpcb.com/help/article/14-instructions-for-ordering, read 2026-11-30). The names of buttons are those that instructions of its users of September and October 2026 give (github.com, read 2026-11-30), as its own pages could not be had; they may have changed.");

    /// <summary>Eurocircuits: every cell in quotes, headings as common tools have them. The steps name no button, as those of its pages change.</summary>
    private static HouseForm Eurocircuits { get; } = new(
        "Eurocircuits",
        [("Designator", BomColumn.References), ("Quantity", BomColumn.Quantity), ("Value", BomColumn.Value), ("Package", BomColumn.Package), ("LCSC Part Number", BomColumn.PartNumber)],
        UsualCpl,
        QuotesAll: true,
        [
            "Log in at eurocircuits.com, begin a new calculation and upload `{gerbers}` as the data of the board. Look whether it finds two copper layers, the outline and the drills.",
            "For a board with parts on it, ask for assembly and upload first `{bom}` as the bill of materials, then `{cpl}` as the CPL (millimetres from the board's centre, degrees counter-clockwise): it is taken only after the bill of materials.",
            "The part numbers are LCSC's: choose the same part of another distributor for each line, then check sides and rotations on the picture.",
        ],
        "Read in the house's guide (eurocircuits.com/ec-smart-tools-user-guides/upload-cpl-data) on 2026-11-30; its pages may have changed.");

    /// <summary>AISLER: headings as common tools have them. Its own tools send components with manufacturers' numbers, which modules do not have.</summary>
    private static HouseForm Aisler { get; } = new(
        "Aisler",
        [("Designator", BomColumn.References), ("Quantity", BomColumn.Quantity), ("Value", BomColumn.Value), ("Package", BomColumn.Package), ("LCSC Part Number", BomColumn.PartNumber)],
        UsualCpl,
        QuotesAll: false,
        [
            "Open aisler.net/p/new, which begins a project, and choose `{gerbers}` as its file: one zip of Gerber and drill files with nothing else in it. Look at each layer that it shows: front and back copper, mask, paste, silkscreen, outline, drills.",
            "Give the project a name and choose the service: \"Powerful Prototyping\" for boards alone, \"Amazing Assembly\" for boards with parts.",
            "For parts, upload `{bom}` as the bill of materials and `{cpl}` as the placement data (millimetres from the board's centre, degrees counter-clockwise). Parts are assigned while you wait: load the page again after a minute.",
            "The part numbers are LCSC's: choose for each line the manufacturer's part that you mean, then check sides and rotations on the picture.",
        ],
        "The project, its one zip and the names of services are in the house's own documents (github.com/AislerHQ/aisler-wiki as copies keep it, github.com/AislerHQ/PushForKiCad, read 2026-11-30), that parts are assigned in the background in its answer there (issue 4). How its page takes a BOM and a CPL that none of its own tools made could not be confirmed; names there may differ.");

    /// <summary>PCBWay: headings as common tools have them.</summary>
    private static HouseForm PcbWay { get; } = new(
        "PCBWay",
        [("Designator", BomColumn.References), ("Qty", BomColumn.Quantity), ("Description / Value", BomColumn.Value), ("Package/Footprint", BomColumn.Package), ("LCSC Part Number", BomColumn.PartNumber)],
        UsualCpl,
        QuotesAll: false,
        [
            "Open pcbway.com, choose \"PCB Instant Quote\", then \"Quick-order PCB\", press \"Add Gerber File\" and choose `{gerbers}`.",
            "For parts, switch on \"Assembly service\"; after the order is saved, upload `{bom}` as \"BOM\" and `{cpl}` as \"Centroid\" (its unit is the millimetre). The house's help names Excel, .txt and .pos for it: where it refuses the file, save it as one of these.",
            "An engineer of the house answers with the parts found; compare them with the list.",
        ],
        "Which files it wants is in the house's help (pcbway.com/helpcenter/pcb_assembly_ordering/What_files_are_requested_for_assembly_production_.html, read 2026-11-30). The names of buttons are those that instructions of its users of 2026 give (github.com, read 2026-11-30), as its own pages could not be had; they may have changed.");

    private static HouseForm Unknown { get; } = new(
        "",
        [("Designator", BomColumn.References), ("Quantity", BomColumn.Quantity), ("Value", BomColumn.Value), ("Package", BomColumn.Package), ("LCSC Part Number", BomColumn.PartNumber)],
        UsualCpl,
        QuotesAll: false,
        [
            "Upload `{gerbers}` as the board's data: Gerber X2 layers and Excellon drills, two layers, 1.6 mm.",
            "For parts, upload `{bom}` as the bill of materials and `{cpl}` as the pick-and-place file (millimetres from the board's centre, degrees counter-clockwise).",
            "The part numbers are LCSC's; check the parts, sides and rotations that the house shows.",
        ],
        "");

    private static ImmutableArray<HouseForm> All { get; } = [Jlcpcb, Eurocircuits, Aisler, PcbWay];
}
