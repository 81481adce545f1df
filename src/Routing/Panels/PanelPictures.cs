using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Previews;

namespace MakeDevice.Routing.Panels;

/// <summary>
/// A panel as it will look, like the pictures of a board. The board is drawn once and every copy refers to it; what the panel adds, its V-cuts among it, is drawn over the copies.
/// </summary>
internal sealed class PanelPictures(PanelBoard board, PanelDesign design)
{
    private const string CutColor = "#e8e04a";
    private const long Margin = Units.Millimetre;

    private static readonly (ModuleLayer Layer, string File)[] Shown =
    [
        (ModuleLayer.FrontCopper, "copper_top.GTL"), (ModuleLayer.BackCopper, "copper_bottom.GBL"), (ModuleLayer.FrontMask, "soldermask_top.GTS"),
        (ModuleLayer.BackMask, "soldermask_bottom.GBS"), (ModuleLayer.FrontSilkscreen, "silkscreen_top.GTO"), (ModuleLayer.BackSilkscreen, "silkscreen_bottom.GBO"),
    ];

    private readonly ModulePackage _copy = Drawn("board", Layers(file => board.Layers.FirstOrDefault(layer => layer.FileName == file)?.Layer), board.Plated, board.NonPlated);

    private readonly ModulePackage _own = Drawn(
        "panel",
        Layers(file => design.Graphics.TryGetValue(file, out var graphics) ? new([], graphics) : null),
        new(true, [.. design.Vias]),
        new(false, [.. design.BiteHoles, .. design.RailHoles]));

    private readonly ImmutableArray<Contour> _edge = OutlineChains.Of(design.Outline, ImmutableArray.CreateBuilder<GraphicObject>()).Closed;

    /// <summary>The whole panel; from the back mirrored left to right.</summary>
    public string Of(CopperLayer side)
    {
        var parts = new ModuleUses([.. design.Offsets.Select(offset => (_copy, new Placement(offset, 0))), (_own, Placement.Identity)], side);
        var frame = _edge.Aggregate(Box.Empty, (box, loop) => box.Union(PanelShapes.BoundsOf(loop))).Inflate(Margin);
        var text = new StringBuilder(64 * 1024).AppendStart(frame, side, side == CopperLayer.Front ? "panel, front" : "panel, back").Append("<defs>");
        parts.AppendDefinitions(text);
        text.Append("</defs>").AppendGroup(side);
        BoardView.AppendMask(text, _edge);
        text.Append("<g color=\"").Append(BoardView.Covered).Append("\">");
        parts.AppendUses(text, ModuleUses.Copper);
        text.Append("</g><g color=\"").Append(BoardView.Legend).Append("\">");
        parts.AppendUses(text, ModuleUses.Legend);
        text.Append("</g>");
        parts.AppendUses(text, ModuleUses.Pads);
        return text.Append("<g color=\"").Append(CutColor).Append("\">").Append(LayerPaths.Elements(new([], design.Cuts))).Append("</g></g></svg>\n").ToString();
    }

    private static ImmutableSortedDictionary<ModuleLayer, GerberLayer> Layers(Func<string, GerberLayer?> find) =>
        Shown.Select(shown => (shown.Layer, Drawn: find(shown.File))).Where(layer => layer.Drawn is not null).ToImmutableSortedDictionary(layer => layer.Layer, layer => layer.Drawn!);

    private static ModulePackage Drawn(string name, ImmutableSortedDictionary<ModuleLayer, GerberLayer> layers, DrillFile plated, DrillFile nonPlated) =>
        new() { Key = new(name, ""), ContentHash = "", Layers = layers, Plated = plated, NonPlated = nonPlated };
}
