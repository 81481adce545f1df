using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Chooses the design rules of a job: the profile of its fabrication house, then what a rules file overrides. A rules file is a JSON object of
/// measures in millimetres (<c>"trackWidth": 0.15</c>), optionally <c>"profile"</c> and <c>"netClasses"</c>
/// (<c>[{"name": "power", "nets": ["GND", "+3V3", "JD_*"], "trackWidth": 0.25, "clearance": 0.15}]</c>). A measure it does not know is an error.
/// </summary>
public static class DesignRulesReader
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxClasses = 50, MaxNets = 500, MaxText = 200;

    /// <summary>The rules of a fabrication house (name in any case; empty is JLCPCB).</summary>
    /// <returns>
    /// The rules; for a house without a profile the strictest of all profiles and the warning <c>FABRICATION_HOUSE_UNKNOWN</c>, which stops nothing.
    /// </returns>
    public static (DesignRules Rules, ImmutableArray<Issue> Issues) ForHouse(string fabricationHouse)
    {
        var (profile, issues) = ProfileOf(fabricationHouse);
        return (profile.Rules, issues);
    }

    /// <summary>The rules of a fabrication house with a rules file's overrides.</summary>
    /// <param name="overrides">The rules file, UTF-8; empty where there is none.</param>
    /// <returns>
    /// The rules, or null and an issue <c>RULES_INVALID path= error=</c> for every measure that is malformed, out of range, below what the house
    /// makes, or at odds with another. A warning may come with rules that are sound.
    /// </returns>
    public static (DesignRules? Rules, ImmutableArray<Issue> Issues) Read(string fabricationHouse, ReadOnlyMemory<byte> overrides)
    {
        if (overrides.IsEmpty)
        {
            return ForHouse(fabricationHouse);
        }

        var problems = new List<CheckedJson.Problem>();
        var warnings = ImmutableArray<Issue>.Empty;
        var rules = CheckedJson.Read(overrides, MaxBytes, problems, root =>
        {
            var named = root.OptionalText("profile", MaxText);
            (var profile, warnings) = ProfileOf(named.Length > 0 ? named : fabricationHouse);
            return ReadRules(root, profile);
        });
        return problems.Count == 0
            ? (rules, warnings)
            : (null, [.. warnings, .. problems.Select(p => new Issue("RULES_INVALID", $"path={IssueText.Path(p.Path)} error={IssueText.Sentence(p.Error)}"))]);
    }

    private static (FabricationProfile Profile, ImmutableArray<Issue> Issues) ProfileOf(string house)
    {
        var profile = house.Trim().Length == 0 ? FabricationProfiles.Jlcpcb : FabricationProfiles.Find(house);
        return profile is not null
            ? (profile, [])
            : (FabricationProfiles.Strictest, [new("FABRICATION_HOUSE_UNKNOWN", $"fabricationHouse={IssueText.Token(house)} rulesUsed=strictest")]);
    }

    private static DesignRules ReadRules(CheckedJson root, FabricationProfile profile)
    {
        foreach (var name in root.PropertyNames)
        {
            if (name is not ("profile" or "netClasses") && !RuleMeasure.All.Any(measure => measure.Name == name))
            {
                root.Property(name).Report("is no rule");
            }
        }

        var rules = profile.Rules;
        foreach (var measure in RuleMeasure.All)
        {
            if (root.OptionalNumber(measure.Name, measure.Min, measure.Max) is { } millimetres and > 0)
            {
                rules = measure.With(rules, Units.FromMillimetres(millimetres));
                CheckCapability(root.Property(measure.Name), measure, rules, profile);
            }
        }

        rules = rules with { NetClasses = ReadClasses(root, rules) };
        CheckConsistency(root, rules);
        return rules;
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
        var list = root.Property("netClasses");
        if (list.IsMissing)
        {
            return [];
        }

        var classes = ImmutableArray.CreateBuilder<NetClass>();
        foreach (var item in list.RequiredItems(MaxClasses))
        {
            if (item.IsObject())
            {
                classes.Add(new(
                    item.OptionalText("name", MaxText),
                    [.. item.Property("nets").RequiredItems(MaxNets).Select(net => net.AsText(MaxText)).Where(net => net.Length > 0)],
                    AtLeast(item, "trackWidth", rules.TrackWidth),
                    AtLeast(item, "clearance", rules.Clearance)));
            }
        }

        return classes.ToImmutable();
    }

    private static long AtLeast(CheckedJson item, string name, long least) =>
        item.OptionalNumber(name, Units.ToMillimetres(least), 5) is { } millimetres and > 0 ? Units.FromMillimetres(millimetres) : least;

    /// <summary>Measures that are each possible may still be impossible together.</summary>
    private static void CheckConsistency(CheckedJson root, DesignRules rules)
    {
        Require("viaDiameter", rules.ViaDiameter, rules.ViaHole + 2 * rules.AnnularRing, "viaHole and two of annularRing");

        var halfOfWidest = (Math.Max(rules.ViaDiameter, rules.BusWidth) + 1) / 2;
        Require("busPitch", rules.BusPitch, halfOfWidest + rules.Clearance + (rules.BusWidth + 1) / 2, "half a via, clearance and half a bus");
        Require("busEdgeDistance", rules.BusEdgeDistance, halfOfWidest + rules.EdgeClearance, "half a via and edgeClearance");

        void Require(string name, long value, long least, string reason)
        {
            if (value < least)
            {
                root.Property(name).Report($"must be at least {Text(least)}: {reason}, is {Text(value)}");
            }
        }
    }

    private static string Text(long nanometres) => Units.ToMillimetres(nanometres).ToString(CultureInfo.InvariantCulture);
}
