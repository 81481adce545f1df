using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// Finds out what each file of a package's folder <c>gerbers</c> is and reads it: by what the file says of itself (X2), else by what a job file says
/// of it, else by its name. Every file ends as a layer, as drills, or in an issue.
/// </summary>
internal sealed class FabricationFiles(ModuleKey key, PackageIssues issues)
{
    private readonly GerberLayer?[] _layers = new GerberLayer?[Enum.GetValues<ModuleLayer>().Length];
    private readonly DrillFiles _drills = new(issues);
    private readonly List<Outline> _outlines = [];
    private readonly Dictionary<string, string> _functions = new(StringComparer.Ordinal);

    /// <summary>True where the file name of the outline contains "connector" (docs/modules.md).</summary>
    public bool HasConnectorOutline { get; private set; }

    /// <summary>Path of the GerberSockets layer; empty where there is none.</summary>
    public string SocketsFile { get; private set; } = "";

    public DrillFile Plated => _drills.Plated;

    public DrillFile NonPlated => _drills.NonPlated;

    public GerberLayer? this[ModuleLayer layer] => _layers[(int)layer];

    public ImmutableSortedDictionary<ModuleLayer, GerberLayer> Layers => Enum.GetValues<ModuleLayer>()
        .Where(layer => this[layer] is not null)
        .ToImmutableSortedDictionary(layer => layer, layer => this[layer]!);

    /// <exception cref="ModulePackageException">A file is malformed, two files claim the same layer, or there is copper on an inner layer.</exception>
    public void Read(IReadOnlyList<ModuleFile> files)
    {
        foreach (var job in files.Where(IsJob))
        {
            ReadJob(job);
        }

        foreach (var file in files.Where(file => !IsJob(file)))
        {
            Take(file);
        }

        ChooseOutline();
        if (DrillExtent.Doubt(Layers.Values, [.. Plated.Hits, .. NonPlated.Hits]) is { } doubt)
        {
            issues.Doubt("gerbers", doubt);
        }
    }

    private static bool IsJob(ModuleFile file) => file.Path.EndsWith(".gbrjob", StringComparison.OrdinalIgnoreCase);

    private void ReadJob(ModuleFile file)
    {
        var job = JobFile.Read(file.Content);
        foreach (var (name, function) in job.Functions)
        {
            _functions.TryAdd(name, function);
        }

        if (job.Flaw is { } flaw)
        {
            issues.Unused(file.Path, $"the job file cannot be read: {flaw}");
        }
    }

    private void Take(ModuleFile file)
    {
        var name = NameOf(file);
        if (OtherFiles.KindOf(name) is { } kind)
        {
            issues.Needless(file.Path, kind);
            return;
        }

        var format = FileFormats.Of(file.Content.Span);
        switch (RoleOf(file, name, format))
        {
            case var _ when format == FileFormat.Empty:
                issues.Unused(file.Path, "the file is empty");
                break;
            case UnusedRole { Needless: true } role:
                issues.Needless(file.Path, role.What);
                break;
            case UnusedRole role:
                issues.Unused(file.Path, role.What);
                break;
            case InnerCopperRole:
                RefuseInnerCopper(file);
                break;
            case DrillRole when format == FileFormat.Binary:
                issues.Unused(file.Path, "a drill file in the binary form of a machine: export drills as text");
                break;
            case DrillRole role:
                _drills.Add(file.Path, format == FileFormat.Gerber ? GerberHoles(file, role.Plated) : Holes(file));
                break;
            case LayerRole { Layer: ModuleLayer.EdgeCuts } role:
                _outlines.Add(new(file, Rank(file, name), Layer(file)));
                break;
            case LayerRole role:
                TakeLayer(file, role.Layer);
                break;
            default:
                issues.Unused(file.Path, format is FileFormat.Gerber
                    ? "neither the file nor its name says which layer it is: export it as Gerber X2, or give it the name of a layer"
                    : "it is no fabrication file");
                break;
        }
    }

    private void TakeLayer(ModuleFile file, ModuleLayer layer)
    {
        _layers[(int)layer] = _layers[(int)layer] is null ? Layer(file) : throw SecondFile(file);
        SocketsFile = layer == ModuleLayer.GerberSockets ? file.Path : SocketsFile;
    }

    private FileRole? RoleOf(ModuleFile file, string name, FileFormat format)
    {
        var named = LayerNames.RoleOf(name, key);
        if (format is FileFormat.Excellon)
        {
            return new DrillRole(null);
        }

        if (format is not FileFormat.Gerber || named is LayerRole { Layer: ModuleLayer.GerberSockets })
        {
            return named;
        }

        if ((FileFunctions.In(file.Content.Span) ?? _functions.GetValueOrDefault(name)) is not { } function || FileFunctions.RoleOf(function) is not { } stated)
        {
            // Drills in Gerber form and pictures of drills look alike, and only the first say what they are.
            return named is DrillRole ? new UnusedRole("a picture of drills: export the drills as Excellon", Needless: false) : named;
        }

        if (named is LayerRole or DrillRole && stated.Text != named.Text)
        {
            issues.Doubt(file.Path, $"its name says {named.Text}, and the file itself {function}: it is taken as the file says");
        }

        return stated;
    }

    private void RefuseInnerCopper(ModuleFile file)
    {
        if (FileFormats.Of(file.Content.Span) != FileFormat.Gerber || !Layer(file).Objects.IsEmpty)
        {
            throw ModulePackageException.Of(key, file.Path, 0, "copper or drills of inner layers: boards have two layers of copper");
        }

        issues.Needless(file.Path, "an inner layer without copper");
    }

    /// <summary>Programs export several layers that may hold an outline; fabs ask for the first of these.</summary>
    private int Rank(ModuleFile file, string name) => (FileFunctions.In(file.Content.Span) ?? _functions.GetValueOrDefault(name, ""))
        .StartsWith("Profile", StringComparison.OrdinalIgnoreCase) ? 0
        : Path.GetExtension(name).ToLowerInvariant() switch { ".gko" => 2, ".gml" => 3, ".gm1" => LayerNames.SaysOutline(name) ? 1 : 4, ".gm" => 5, _ => 1 };

    private void ChooseOutline()
    {
        if (_outlines.Count == 0)
        {
            return;
        }

        var ordered = _outlines.OrderBy(outline => outline.Rank).ToArray();
        foreach (var other in ordered.Skip(1))
        {
            if (other.Rank == ordered[0].Rank)
            {
                throw SecondFile(other.File);
            }

            issues.Unused(other.File.Path, $"the outline is taken from {ordered[0].File.Path}");
        }

        _layers[(int)ModuleLayer.EdgeCuts] = ordered[0].Drawn;
        HasConnectorOutline = NameOf(ordered[0].File).Contains("connector", StringComparison.OrdinalIgnoreCase);
    }

    private GerberLayer Layer(ModuleFile file) => Parsed(file, static (f, doubts) => GerberReader.Read(f.Content.Span, f.Path, doubts));

    private DrillReading GerberHoles(ModuleFile file, bool? plated) =>
        Parsed(file, (f, doubts) => GerberDrills.Read(GerberReader.Read(f.Content.Span, f.Path, doubts), plated, f.Path));

    private DrillReading Holes(ModuleFile file) => Parsed(file, static (f, doubts) => ExcellonReader.Read(f.Content.Span, f.Path, doubts));

    private T Parsed<T>(ModuleFile file, Func<ModuleFile, ICollection<string>, T> parse)
    {
        var doubts = new List<string>();
        try
        {
            return parse(file, doubts);
        }
        catch (GerberException e)
        {
            throw new ModulePackageException(new Issue("MODULE_PACKAGE_INVALID", $"module={IssueText.Token(key.ToString())} {e.Issue.Fields}"));
        }
        finally
        {
            doubts.ForEach(doubt => issues.Doubt(file.Path, doubt));
        }
    }

    private ModulePackageException SecondFile(ModuleFile file) => ModulePackageException.Of(key, file.Path, 0, "a second file for the same layer");

    private static string NameOf(ModuleFile file) => file.Path[(file.Path.LastIndexOf('/') + 1)..];

    private sealed record Outline(ModuleFile File, int Rank, GerberLayer Drawn);
}
