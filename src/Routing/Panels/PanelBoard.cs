using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Modules.Assembly;
using MakeDevice.Routing.Projects;

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

    /// <summary>The fabrication house whose form BOM and CPL have: that of the board's project, else the default.</summary>
    public string House { get; init; } = DesignRules.Default.Profile;

    /// <summary>What of the board's files may be meant otherwise or is not in the panel; nothing that forbids it.</summary>
    public ImmutableArray<Issue> Notes { get; init; } = [];

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
    private readonly List<Issue> _notes = [];
    private ComponentList<BomLine>? _bom;
    private ComponentList<CplLine>? _cpl;
    private string _house = DesignRules.Default.Profile;

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

        var hasAssembly = hasBoth && needsAssembly != false;
        var (bom, cpl, notes) = hasAssembly ? ComponentCheck.Of(_bom!, _cpl!) : ([], [], []);
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
            Bom = bom,
            Cpl = cpl,
            HasAssembly = hasAssembly,
            House = _house,
            Notes = [.. _notes, .. notes.Select(note => ComponentIssues.Of("board", note))],
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
                TakeBom(file);
                break;
            case { Type: "placement" }:
                TakeCpl(file);
                break;
            case { Type: "outline" }:
                _outline.AddRange(Layer(file).Objects);
                break;
            case { IsRepeated: true } kind:
                Add(file, kind, Layer(file));
                break;
            default:
                break; // a drawing of one board, or nothing that the front end could name
        }
    }

    private void TakeBom(PanelInput file) => _bom = (_bom ?? ComponentList<BomLine>.Empty).And(BomReader.Read(file.Content.Span).In(file.Name));

    private void TakeCpl(PanelInput file) => _cpl = (_cpl ?? ComponentList<CplLine>.Empty).And(CplReader.Read(file.Content.Span).In(file.Name));

    /// <summary>A file of a package: its content or its name tells. What a package has beside fabrication files is left aside, what nobody expects there is told.</summary>
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
            case FileFormat.Other when IsTable(file, ComponentFileKind.Bom):
                TakeBom(file);
                break;
            case FileFormat.Other when IsTable(file, ComponentFileKind.Cpl):
                TakeCpl(file);
                break;
            case FileFormat.Other when file.Name == BoardStages.ProjectFile:
                _house = ProjectReader.Read(file.Content).Project?.FabricationHouse ?? _house;
                break;
            default:
                _notes.AddRange(IsExpected(file.Name) ? [] : [PanelIssues.File("PANEL_FILE_UNUSED", file.Name, "it is no fabrication file")]);
                break;
        }
    }

    private static bool IsTable(PanelInput file, ComponentFileKind kind) =>
        file.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && ComponentFile.KindOf(file.Name, file.Content.Span) == kind;

    /// <summary>What our packages, and those of others, have beside the files that a panel is made of.</summary>
    private static bool IsExpected(string name) =>
        OtherFiles.KindOf(name) is not null || Path.GetExtension(name).ToLowerInvariant() is ".json" or ".gbrjob" or ".bin" or ".hex" or ".uf2";

    private GerberLayer Layer(PanelInput file) => Doubted(file, doubts => GerberReader.Read(file.Content.Span, file.Name, doubts));

    private T Doubted<T>(PanelInput file, Func<ICollection<string>, T> read)
    {
        var doubts = new List<string>();
        var result = read(doubts);
        _notes.AddRange(doubts.Select(doubt => PanelIssues.File("PANEL_FILE_DOUBTFUL", file.Name, doubt)));
        return result;
    }

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
            TakeLayer(file, kind, Layer(file));
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
        var drills = FileFormats.Of(file.Content.Span) == FileFormat.Gerber
            ? GerberDrills.Read(Layer(file), kind.Plated, file.Name)
            : Doubted(file, doubts => ExcellonReader.Read(file.Content.Span, file.Name, doubts));
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
