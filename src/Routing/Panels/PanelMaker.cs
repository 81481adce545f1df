using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using FileAttributes = MakeDevice.Routing.Fabrication.FileAttributes;

namespace MakeDevice.Routing.Panels;

/// <summary>Makes the files of a panel. Copies are written out as objects, in the frame of the copy at the top left.</summary>
internal static class PanelMaker
{
    private const string OutlineName = "outline_all.GM1", PlatedName = "PTH.drl", NonPlatedName = "NPTH.drl";

    public static ImmutableArray<string> Names(PanelBoard board, PanelDesign design)
    {
        var own = design.Graphics.Where(graphics => !graphics.Value.IsEmpty).Select(graphics => graphics.Key);
        var names = board.Layers.Select(layer => layer.FileName).Union(own, StringComparer.OrdinalIgnoreCase)
            .Concat([OutlineName, PlatedName, NonPlatedName, Panel.FrontPicture, Panel.BackPicture, ArtifactNaming.Report]);
        return [.. (board.HasAssembly ? names.Append(PanelAssembly.BomName).Append(PanelAssembly.CplName) : names).Order(StringComparer.Ordinal)];
    }

    /// <exception cref="ArgumentException">The name is not among <see cref="Names"/>.</exception>
    public static Artifact Make(PanelBoard board, PanelDesign design, string name) => new(name, name switch
    {
        OutlineName => GerberWriter.Write(new(Attributes(new(".FileFunction", "Profile", "NP"), null), [.. design.Outline, .. design.Cuts])),
        PlatedName => ExcellonWriter.Write(Drills(board.Plated, design, design.Vias), plated: true, Attributes(null, null)),
        NonPlatedName => ExcellonWriter.Write(Drills(board.NonPlated, design, [.. design.BiteHoles, .. design.RailHoles]), plated: false, Attributes(null, null)),
        Panel.FrontPicture => Encoding.UTF8.GetBytes(new PanelPictures(board, design).Of(CopperLayer.Front)),
        Panel.BackPicture => Encoding.UTF8.GetBytes(new PanelPictures(board, design).Of(CopperLayer.Back)),
        ArtifactNaming.Report => PanelReport.Write(board, design, Names(board, design)),
        PanelAssembly.BomName when board.HasAssembly => PanelAssembly.Of(board, design).Bom(),
        PanelAssembly.CplName when board.HasAssembly => PanelAssembly.Of(board, design).Cpl(),
        _ when Names(board, design).Contains(name) => GerberWriter.Write(Layer(board, design, name)),
        _ => throw new ArgumentException("The panel has no file of that name.", nameof(name)),
    });

    /// <summary>A layer with all copies, then what the panel adds.</summary>
    public static GerberLayer Layer(PanelBoard board, PanelDesign design, string name)
    {
        var layer = board.Layers.FirstOrDefault(other => other.FileName.Equals(name, StringComparison.OrdinalIgnoreCase));
        var copies = layer is null ? [] : design.Offsets.Select((offset, index) => Copy(layer.Layer, offset, index));
        var own = new GerberLayer([], design.Graphics.GetValueOrDefault(name, []));
        return GerberMerge.Merge([.. copies, own], layer is null ? AttributesOf(name) : AttributesOf(board, layer));
    }

    /// <summary>Nets and components of the copies are told apart: the first copy keeps its names, the others get the copy's number behind them.</summary>
    private static GerberLayer Copy(GerberLayer layer, Point offset, int index) =>
        GerberTransform.Apply(layer, new Placement(offset, 0), index == 0 ? null : attribute => Renamed(attribute, index));

    private static GerberAttribute Renamed(GerberAttribute attribute, int index) =>
        attribute.Name is ".N" or ".P" or ".C" && attribute.Values is [{ Length: > 0 } first, .. var rest] && first != "N/C"
            ? attribute with { Values = [$"{first}.{index}", .. rest] }
            : attribute;

    private static DrillFile Drills(DrillFile board, PanelDesign design, ImmutableArray<DrillHole> own)
    {
        var copies = design.Offsets.Select(offset => ExcellonTransform.Apply(board, new Placement(offset, 0)));
        return ExcellonTransform.Merge([.. copies, new DrillFile(board.Plated, [.. own])]);
    }

    private static ImmutableArray<GerberAttribute> AttributesOf(PanelBoard board, PanelLayer layer)
    {
        var inner = board.Layers.Count(other => other.Kind is { Type: "copper", Side: "inner" });
        var told = layer.Layer.FileAttributes;
        return Attributes(
            told.FirstOrDefault(attribute => attribute.Name == ".FileFunction") ?? layer.Kind.Function(2 + inner),
            told.FirstOrDefault(attribute => attribute.Name == ".FilePolarity"));
    }

    private static ImmutableArray<GerberAttribute> AttributesOf(string name)
    {
        var words = Path.GetFileNameWithoutExtension(name).Split('_');
        return Attributes(new PanelLayerKind(words[0], words[^1]).Function(2), null);
    }

    private static ImmutableArray<GerberAttribute> Attributes(GerberAttribute? function, GerberAttribute? polarity) =>
    [
        new(".GenerationSoftware", FileAttributes.Vendor, FileAttributes.Application, BoardStages.CoreVersion),
        new(".Part", "Array"),
        new(".SameCoordinates", "Original"),
        .. new[] { function, polarity }.OfType<GerberAttribute>(),
    ];
}
