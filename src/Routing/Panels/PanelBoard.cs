using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Modules.Assembly;

namespace MakeDevice.Routing.Panels;

/// <summary>A layer that every copy has.</summary>
/// <param name="FileName">In the panel's package.</param>
internal sealed record PanelLayer(string FileName, PanelLayerKind Kind, GerberLayer Layer);

/// <summary>The board that a panel repeats, read from its fabrication files.</summary>
internal sealed record PanelBoard
{
    public ImmutableArray<PanelLayer> Layers { get; init; } = [];

    /// <summary>The board's own outline; closed loops, the largest first. Empty where no file has it.</summary>
    public ImmutableArray<Contour> Outline { get; init; } = [];

    public DrillFile Plated { get; init; } = DrillFile.Empty;

    public DrillFile NonPlated { get; init; } = DrillFile.Empty;

    public ImmutableArray<BomLine> Bom { get; init; } = [];

    public ImmutableArray<CplLine> Cpl { get; init; } = [];

    /// <summary>True where the panel has a BOM and a CPL.</summary>
    public bool HasAssembly { get; init; }

    /// <summary>Around the outline or, where no file has one, around the copper.</summary>
    public Box Bounds { get; init; } = Box.Empty;
}

/// <summary>Reads a board's files; every problem is noted, so that all are told together.</summary>
internal sealed class PanelBoardReader(List<Issue> issues)
{
    /// <summary>Most layers that a board may have.</summary>
    public const int MostFiles = 100;

    private static readonly ModuleKey NoPackage = new("", "");

    private readonly List<PanelLayer> _layers = [];
    private readonly ImmutableArray<GraphicObject>.Builder _outline = ImmutableArray.CreateBuilder<GraphicObject>();
    private readonly List<DrillHit> _plated = [];
    private readonly List<DrillHit> _nonPlated = [];
    private ImmutableArray<BomLine>? _bom;
    private ImmutableArray<CplLine>? _cpl;

    /// <param name="needsAssembly">True where it is an error that BOM or CPL are missing, false to leave them aside, null to take them where both are there.</param>
    public PanelBoard Read(IEnumerable<PanelInput> files, bool? needsAssembly)
    {
        foreach (var file in files)
        {
            Guarded(file, Take);
        }

        var hasBoth = _bom is not null && _cpl is not null;
        if (needsAssembly == true && !hasBoth)
        {
            issues.Add(new("PANEL_ASSEMBLY_MISSING", $"bom={Flag(_bom is not null)} placement={Flag(_cpl is not null)}"));
        }

        var loops = Loops();
        return new PanelBoard
        {
            Layers = [.. _layers],
            Outline = loops,
            Bounds = loops.IsEmpty
                ? PanelShapes.BoundsOf(_layers.Where(layer => layer.Kind.Type == "copper").Select(layer => layer.Layer))
                : PanelShapes.BoundsOf(loops[0]),
            Plated = new(true, [.. _plated]),
            NonPlated = new(false, [.. _nonPlated]),
            Bom = _bom ?? [],
            Cpl = _cpl ?? [],
            HasAssembly = hasBoth && needsAssembly != false,
        };
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private void Guarded(PanelInput file, Action<PanelInput> take)
    {
        try
        {
            take(file);
        }
        catch (GerberException e)
        {
            issues.Add(e.Issue);
        }
        catch (CsvException e)
        {
            issues.Add(PanelIssues.File("PANEL_FILE_INVALID", file.Name, e.Message));
        }
    }

    private void Take(PanelInput file)
    {
        switch (file.Kind)
        {
            case null:
                TakeUntold(file);
                break;
            case { IsDrill: true } kind:
                TakeDrills(file, kind);
                break;
            case { Type: "bom" }:
                _bom = BomReader.Read(file.Content.Span).Lines;
                break;
            case { Type: "placement" }:
                _cpl = CplReader.Read(file.Content.Span).Lines;
                break;
            case { Type: "outline" }:
                _outline.AddRange(GerberReader.Read(file.Content.Span, file.Name).Objects);
                break;
            case { IsRepeated: true } kind:
                Add(file, kind, GerberReader.Read(file.Content.Span, file.Name));
                break;
            default:
                break; // a drawing of one board, or nothing that the front end could name
        }
    }

    /// <summary>A file of a package: its content or its name tells. What is no fabrication file is left aside.</summary>
    private void TakeUntold(PanelInput file)
    {
        switch (FileFormats.Of(file.Content.Span))
        {
            case FileFormat.Excellon:
                TakeDrills(file, new("drill", "all"));
                break;
            case FileFormat.Gerber:
                TakeGerber(file);
                break;
            case FileFormat.Other when IsTable(file.Name, "BOM"):
                _bom = BomReader.Read(file.Content.Span).Lines;
                break;
            case FileFormat.Other when IsTable(file.Name, "CPL"):
                _cpl = CplReader.Read(file.Content.Span).Lines;
                break;
            default:
                break;
        }
    }

    private static bool IsTable(string name, string kind) =>
        name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && name.Contains(kind, StringComparison.OrdinalIgnoreCase);

    private void TakeGerber(PanelInput file)
    {
        var function = FileFunctions.In(file.Content.Span);
        var role = (function is null ? null : FileFunctions.RoleOf(function)) ?? LayerNames.RoleOf(file.Name, NoPackage);
        if (role is DrillRole)
        {
            TakeDrills(file, new("drill", "all"));
        }
        else if (PanelLayerKind.Of(file.Name, role) is { } kind)
        {
            TakeLayer(file, kind, GerberReader.Read(file.Content.Span, file.Name));
        }
        else
        {
            issues.Add(PanelIssues.File("PANEL_LAYER_UNKNOWN", file.Name, "neither the file nor its name says which layer it is"));
        }
    }

    private void TakeLayer(PanelInput file, PanelLayerKind kind, GerberLayer layer)
    {
        if (kind.Type == "outline")
        {
            _outline.AddRange(layer.Objects);
        }
        else if (kind.IsRepeated)
        {
            Add(file, kind, layer);
        }
    }

    private void TakeDrills(PanelInput file, PanelLayerKind kind)
    {
        var content = file.Content.Span;
        var drills = FileFormats.Of(content) == FileFormat.Gerber
            ? GerberDrills.Read(GerberReader.Read(content, file.Name), kind.Plated, file.Name)
            : ExcellonReader.Read(content, file.Name);
        if (kind.Plated is { } plated)
        {
            (plated ? _plated : _nonPlated).AddRange(drills.Whole.Hits);
            return;
        }

        if (!drills.Unstated.Hits.IsEmpty)
        {
            issues.Add(PanelIssues.File("PANEL_DRILLS_AMBIGUOUS", file.Name, "neither the file nor its name (PTH, NPTH) says whether its holes are plated"));
        }

        _plated.AddRange(drills.Plated.Hits);
        _nonPlated.AddRange(drills.NonPlated.Hits);
    }

    private void Add(PanelInput file, PanelLayerKind kind, GerberLayer layer)
    {
        var name = kind.FileName(file.Name);
        if (_layers.Exists(other => other.FileName.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            issues.Add(PanelIssues.File("PANEL_LAYER_DOUBLED", file.Name, $"another file is {kind.Type} {kind.Side}, too"));
            return;
        }

        _layers.Add(new(name, kind, layer));
    }

    private ImmutableArray<Contour> Loops()
    {
        var others = ImmutableArray.CreateBuilder<GraphicObject>();
        return [.. OutlineChains.Of(_outline.ToImmutable(), others).Closed.OrderByDescending(loop => PanelShapes.BoundsOf(loop) is var box ? (double)box.Width * box.Height : 0)];
    }
}
