using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Chooses the design rules of a job: the profile of its fabrication house, then what the project's <c>pcbOptions.rules</c> and a rules file
/// override, the file last. Either is a JSON object of measures in millimetres (<c>"trackWidth": 0.15</c>), optionally <c>"profile"</c> and <c>"netClasses"</c>
/// (<c>[{"name": "power", "nets": ["GND", "+3V3", "JD_*"], "trackWidth": 0.25, "clearance": 0.15}]</c>). A measure it does not know is an error.
/// </summary>
public static class DesignRulesReader
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxClasses = 50, MaxNets = 500, MaxText = 200;

    /// <summary>What a rules file may hold besides measures.</summary>
    private static readonly ImmutableArray<string> OtherRules = ["profile", "netClasses", "mountingHoles", "topology", "effort", "compact", "pour", "centreTracks", "powerNets", "electrical", "silkscreen"];

    /// <summary>Names of all rules.</summary>
    internal static IEnumerable<string> Names => [.. RuleMeasure.All.Select(measure => measure.Name), .. OtherRules];

    /// <summary>The rules of a fabrication house (name in any case; empty is JLCPCB).</summary>
    /// <returns>
    /// The rules; for a house without a profile the strictest of all profiles and the warning <c>FABRICATION_HOUSE_UNKNOWN</c>, which stops nothing.
    /// </returns>
    public static (DesignRules Rules, ImmutableArray<Issue> Issues) ForHouse(string fabricationHouse)
    {
        var (profile, issues) = ProfileOf(fabricationHouse);
        return (profile.Rules, issues);
    }

    /// <summary>The rules of a project: its fabrication house's, with what its <c>pcbOptions.rules</c> and then a rules file override.</summary>
    /// <param name="file">The rules file, UTF-8; empty where there is none.</param>
    /// <inheritdoc cref="Read(string, ReadOnlyMemory{byte})"/>
    public static (DesignRules? Rules, ImmutableArray<Issue> Issues) Read(Project project, ReadOnlyMemory<byte> file) =>
        Read(project.FabricationHouse, [new("$.pcbOptions.rules", Encoding.UTF8.GetBytes(project.RuleOverrides)), new("$", file)]);

    /// <summary>The rules of a fabrication house with a rules file's overrides.</summary>
    /// <param name="overrides">The rules file, UTF-8; empty where there is none.</param>
    /// <returns>
    /// The rules, or null and an issue <c>RULES_INVALID path= error=</c> for every measure that is malformed, out of range, below what the house
    /// makes, or at odds with another. A warning may come with rules that are sound.
    /// </returns>
    public static (DesignRules? Rules, ImmutableArray<Issue> Issues) Read(string fabricationHouse, ReadOnlyMemory<byte> overrides) =>
        Read(fabricationHouse, [new("$", overrides)]);

    private static (DesignRules? Rules, ImmutableArray<Issue> Issues) Read(string fabricationHouse, ImmutableArray<Source> sources)
    {
        var problems = new List<CheckedJson.Problem>();
        var warnings = ImmutableArray<Issue>.Empty;
        var rules = Open([.. sources.Where(source => !source.Json.IsEmpty)], [], problems, roots =>
        {
            (var profile, warnings) = ProfileOf(Named(roots) ?? fabricationHouse);
            return ReadRules(roots, profile);
        });
        return problems.Count == 0
            ? (rules, warnings)
            : (null, [.. warnings, .. problems.Select(p => new Issue("RULES_INVALID", $"path={IssueText.Path(p.Path)} error={IssueText.Sentence(p.Error)}"))]);
    }

    /// <summary>Opens one source within the other, so that all of them are open when they are read.</summary>
    private static DesignRules? Open(
        ReadOnlySpan<Source> sources, ImmutableArray<CheckedJson> roots, List<CheckedJson.Problem> problems, Func<ImmutableArray<CheckedJson>, DesignRules> read)
    {
        if (sources.IsEmpty)
        {
            return read(roots);
        }

        var rest = sources[1..].ToArray();
        return CheckedJson.Read(sources[0].Json, MaxBytes, problems, root => Open(rest, roots.Add(root), problems, read), sources[0].Path);
    }

    private static string? Named(ImmutableArray<CheckedJson> roots) =>
        roots.Select(root => root.OptionalText("profile", MaxText)).LastOrDefault(name => name.Length > 0);

    private static (FabricationProfile Profile, ImmutableArray<Issue> Issues) ProfileOf(string house)
    {
        var profile = house.Trim().Length == 0 ? FabricationProfiles.Jlcpcb : FabricationProfiles.Find(house);
        return profile is not null
            ? (profile, [])
            : (FabricationProfiles.Strictest, [new("FABRICATION_HOUSE_UNKNOWN", $"fabricationHouse={IssueText.Token(house)} rulesUsed=strictest")]);
    }

    private static DesignRules ReadRules(ImmutableArray<CheckedJson> roots, FabricationProfile profile)
    {
        var rules = RuleConsistency.Derive(
            roots.Aggregate(profile.Rules, (before, root) => Override(before, root, profile)),
            name => roots.Any(root => !root.Property(name).IsMissing),
            roots.Any(root => HasKeepOut(root)));
        foreach (var violation in roots.IsEmpty ? [] : RuleConsistency.Violations(rules))
        {
            violation.Path.Aggregate(roots[^1], (owner, name) => owner.Property(name))
                .Report($"must be at least {Text(violation.Least)}: {violation.Reason}, is {Text(violation.Value)}");
        }

        return rules;
    }

    private static bool HasKeepOut(CheckedJson root) =>
        root.Property("mountingHoles") is { IsMissing: false } holes && holes.PropertyNames.Contains("keepOut");

    private static DesignRules Override(DesignRules rules, CheckedJson root, FabricationProfile profile)
    {
        Refuse(root, name => !OtherRules.Contains(name) && !RuleMeasure.All.Any(measure => measure.Name == name));
        foreach (var measure in RuleMeasure.All)
        {
            if (root.OptionalNumber(measure.Name, measure.Min, measure.Max) is { } millimetres && millimetres >= measure.Min)
            {
                rules = measure.With(rules, Units.FromMillimetres(millimetres));
                CheckCapability(root.Property(measure.Name), measure, rules, profile);
            }
        }

        rules = rules with
        {
            Topology = ReadTopology(root) ?? rules.Topology,
            Effort = ReadEffort(root) ?? rules.Effort,
            Compact = root.Property("compact").IsMissing ? rules.Compact : root.OptionalFlag("compact"),
            CentreTracks = root.Property("centreTracks").IsMissing ? rules.CentreTracks : root.OptionalFlag("centreTracks"),
            NetClasses = root.Property("netClasses").IsMissing ? rules.NetClasses : ReadClasses(root, rules),
            MountingHoles = root.Property("mountingHoles").IsMissing ? rules.MountingHoles : ReadHoles(root.RequiredObject("mountingHoles")),
            PowerNets = root.Property("powerNets").IsMissing ? rules.PowerNets : ReadNets(root.Property("powerNets")),
            Legend = root.Property("silkscreen").IsMissing ? rules.Legend : LegendRulesReader.Read(root, rules.Legend),
            Electrical = root.Property("electrical").IsMissing ? rules.Electrical : ReadElectrical(root.RequiredObject("electrical"), rules),
        };
        return root.Property("pour").IsMissing ? rules : PourRulesReader.Override(rules, root);
    }

    private static Topology? ReadTopology(CheckedJson root) => Choice(root, "topology", ("bus", Topology.Bus), ("tree", Topology.Tree));

    private static SearchEffort? ReadEffort(CheckedJson root) => Choice(root, "effort", ("normal", SearchEffort.Normal), ("thorough", SearchEffort.Thorough));

    /// <summary>One of two values by its word; null where the property is missing or is neither, which is reported.</summary>
    private static T? Choice<T>(CheckedJson root, string name, (string Word, T Value) one, (string Word, T Value) other)
        where T : struct
    {
        var text = root.OptionalText(name, MaxText);
        if (text.Length > 0 && text != one.Word && text != other.Word)
        {
            root.Property(name).Report($"must be {one.Word} or {other.Word}");
        }

        return text == one.Word ? one.Value : text == other.Word ? other.Value : null;
    }

    private static void Refuse(CheckedJson rules, Predicate<string> isUnknown)
    {
        foreach (var name in rules.PropertyNames.Where(name => isUnknown(name)))
        {
            rules.Property(name).Report("is no rule");
        }
    }

    /// <summary>A screw's head is about twice as wide as its hole; its keep-out touches both edges where nothing else is said.</summary>
    private static MountingHoles ReadHoles(CheckedJson holes)
    {
        Refuse(holes, name => name is not ("diameter" or "keepOut" or "inset"));
        var diameter = holes.RequiredNumber("diameter", 0.5, 20);
        var keepOut = holes.OptionalNumber("keepOut", 0.5, 60) ?? 2 * diameter;
        var inset = holes.OptionalNumber("inset", 0.5, 100) ?? keepOut / 2;
        return new(Units.FromMillimetres(diameter), Units.FromMillimetres(keepOut), Units.FromMillimetres(inset));
    }

    private static void CheckCapability(CheckedJson value, RuleMeasure measure, DesignRules rules, FabricationProfile profile)
    {
        var least = measure.Of(profile.Limits);
        if (measure.IsCapability && measure.Of(rules) < least)
        {
            value.Report($"is below what {profile.Name} makes, {Text(least)} mm");
        }
    }

    private static ImmutableArray<NetClass> ReadClasses(CheckedJson root, DesignRules rules)
    {
        var classes = ImmutableArray.CreateBuilder<NetClass>();
        foreach (var item in root.Property("netClasses").RequiredItems(MaxClasses))
        {
            if (item.IsObject())
            {
                classes.Add(new(
                    item.OptionalText("name", MaxText),
                    ReadNets(item.Property("nets")),
                    AtLeast(item, "trackWidth", rules.TrackWidth),
                    AtLeast(item, "clearance", rules.Clearance))
                {
                    Topology = ReadTopology(item),
                });
            }
        }

        return classes.ToImmutable();
    }

    private static ImmutableArray<string> ReadNets(CheckedJson nets) =>
        [.. nets.RequiredItems(MaxNets).Select(net => net.AsText(MaxText)).Where(net => net.Length > 0)];

    private static ElectricalRules ReadElectrical(CheckedJson electrical, DesignRules rules)
    {
        Refuse(electrical, name => !ElectricalRulesReader.Names.Contains(name));
        return ElectricalRulesReader.Read(electrical, rules.Electrical);
    }

    private static long AtLeast(CheckedJson item, string name, long least) =>
        item.OptionalNumber(name, Units.ToMillimetres(least), 5) is { } millimetres and > 0 ? Units.FromMillimetres(millimetres) : least;

    private static string Text(long nanometres) => Units.ToMillimetres(nanometres).ToString(CultureInfo.InvariantCulture);

    /// <param name="Path">What paths in issues begin with.</param>
    private readonly record struct Source(string Path, ReadOnlyMemory<byte> Json);
}
