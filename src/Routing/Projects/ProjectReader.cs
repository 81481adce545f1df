using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Reads a project as the browser writes it (docs/project.md): RFC 8259 JSON in UTF-8, millimetres, y down. Properties that
/// nothing reads are told of; everything else is checked before anything is computed, and all problems are reported at once.
/// </summary>
internal static class ProjectReader
{
    public const int MaxBytes = 5 * 1024 * 1024;
    public const int MaxModules = 200;

    /// <summary>Of a board, millimetres.</summary>
    public const double MinSide = 5, MaxSide = 500;

    private const double MaxPosition = 1000, MaxRotation = 36_000;
    private const int MaxSvg = 2 * 1024 * 1024, MaxId = 200, MaxName = 400;

    /// <returns>
    /// The project, or null and an issue <c>PROJECT_INVALID path= error=</c> for every problem found and <c>OUTLINE_…</c> for a free outline that is none;
    /// beside either, properties that nothing reads or that a free outline makes void (<c>OUTLINE_REPLACES properties=</c>), and a corner radius that had to be reduced.
    /// </returns>
    public static (Project? Project, ImmutableArray<Issue> Issues) Read(ReadOnlyMemory<byte> json) => Read(json, []);

    /// <param name="unused">Receives the properties that nothing reads, each with those that are known beside it.</param>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static (Project? Project, ImmutableArray<Issue> Issues) Read(ReadOnlyMemory<byte> json, List<CheckedJson.UnusedProperty> unused)
    {
        var problems = new List<CheckedJson.Problem>();
        var notes = new List<Issue>();
        var project = CheckedJson.Read(json, MaxBytes, problems, root => ReadProject(root, notes), unused: unused);
        var usable = problems.Count == 0 && notes.TrueForAll(issue => issue.Severity != Severity.Error);
        return (usable ? project : null, [.. problems.Select(ToIssue), .. PropertyIssues.Bounded(unused), .. notes]);
    }

    private static Issue ToIssue(CheckedJson.Problem problem) =>
        new("PROJECT_INVALID", $"path={IssueText.Path(problem.Path)} error={IssueText.Sentence(problem.Error)}");

    private static Project ReadProject(CheckedJson root, List<Issue> notes)
    {
        var id = root.OptionalText("id", MaxId);
        var name = root.OptionalText("name", MaxName);
        var options = root.OptionalObject("pcbOptions");
        var board = ReadBoard(root.RequiredObject("size"), options, notes);
        var house = options.OptionalText("fabricationHouse", MaxId);
        var modules = ReadModules(root.Property("modules"));
        var svg = root.OptionalText("graphicsSvg", MaxSvg);
        return new(id, name, FileStem.From(name), board, house.Length == 0 ? DesignRules.Default.Profile : house, modules, svg)
        {
            RuleOverrides = options.OptionalObject("rules").Json,
        };
    }

    private static BoardOutline ReadBoard(CheckedJson size, CheckedJson options, List<Issue> notes)
    {
        var width = Units.FromMillimetres(size.RequiredNumber("width", MinSide, MaxSide));
        var height = Units.FromMillimetres(size.RequiredNumber("height", MinSide, MaxSide));
        var radius = Units.FromMillimetres(options.OptionalNumber("cornerRadius", 0, MaxSide) ?? 0);
        var connectors = options.OptionalObject("connectors");
        var (top, bottom) = (connectors.OptionalFlag("top"), connectors.OptionalFlag("bottom"));
        if (ReadFreeOutline(options.Property("outline"), notes) is not { } free)
        {
            return new(width, height, Reduced(radius, Math.Min(width, height) / 2, notes), top, bottom);
        }

        string[] replaced = [.. radius > 0 ? ["cornerRadius"] : (string[])[], .. top || bottom ? ["connectors"] : (string[])[]];
        if (replaced.Length > 0)
        {
            notes.Add(new("OUTLINE_REPLACES", $"properties=[{string.Join(',', replaced)}] error=the board has the outline that it gives, without rounded corners and openings of its own"));
        }

        return BoardOutline.Of(free);
    }

    /// <summary>The corner radius, or half of the board's shorter side where it is larger, which is told.</summary>
    private static long Reduced(long radius, long largest, List<Issue> notes)
    {
        if (radius > largest && largest > 0)
        {
            notes.Add(new("PROJECT_CORNER_RADIUS_REDUCED", $"askedMm={IssueText.Millimetres(radius)} usedMm={IssueText.Millimetres(largest)}"));
        }

        return Math.Min(radius, largest);
    }

    /// <summary>Null where the project has none, as with an empty list; or where what it has is none.</summary>
    private static FreeOutline? ReadFreeOutline(CheckedJson list, List<Issue> issues)
    {
        if (list.IsMissing || list.IsEmptyArray)
        {
            return null;
        }

        var (outline, issue) = OutlineReader.Read(list);
        if (issue is { } fault)
        {
            issues.Add(fault);
        }

        return outline;
    }

    private static ImmutableArray<ModuleInstance> ReadModules(CheckedJson list)
    {
        var modules = ImmutableArray.CreateBuilder<ModuleInstance>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.RequiredItems(MaxModules))
        {
            if (!item.IsObject())
            {
                continue;
            }

            var module = ReadModule(item);
            modules.Add(module);
            if (module.Id.Length > 0 && !ids.Add(module.Id))
            {
                item.Property("id").Report("is the id of another module, too");
            }
        }

        return modules.ToImmutable();
    }

    private static ModuleInstance ReadModule(CheckedJson module)
    {
        var id = module.OptionalText("id", MaxId);
        var key = new ModuleKey(
            ReadKeyPart(module, "name", ModuleKey.IsSafeName), ReadKeyPart(module, "version", ModuleKey.IsSafeVersion));
        var position = module.RequiredObject("position");
        var x = position.RequiredNumber("x", -MaxPosition, MaxPosition);
        var y = position.RequiredNumber("y", -MaxPosition, MaxPosition);
        var rotation = module.OptionalNumber("rotation", -MaxRotation, MaxRotation) ?? 0;

        // The editor turns clockwise on a screen whose y points down; on the board y points up and turns are counter-clockwise.
        return new(id, key, new Placement(Point.FromMillimetres(x, -y), -rotation), rotation);
    }

    private static string ReadKeyPart(CheckedJson module, string name, Func<string, bool> isSafe)
    {
        var text = module.RequiredText(name, MaxName);
        if (text is not null && !isSafe(text))
        {
            module.Property(name).Report("must be ASCII letters, digits, '-', '.' and '_' (none in a version), as in a folder's name");
        }

        return text ?? "";
    }
}
