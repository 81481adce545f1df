using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// What measures ask of each other. A measure that nobody set follows the others: whoever asks for a wider clearance or a larger via alone gets
/// trunks as far apart as that needs. One that is set and does not hold is a problem. Boards of trees alone need none of the trunks' measures.
/// </summary>
internal static class RuleConsistency
{
    /// <summary>In an order in which each depends on those before it only.</summary>
    private static readonly ImmutableArray<Demand> Demands =
    [
        new("viaDiameter", rules => rules.ViaHole + 2 * rules.AnnularRing, "viaHole and two of annularRing", OfTrunks: false),

        // Routing measures by pads: where these keep the clearance, their holes keep holeClearance.
        new("viaDiameter", rules => rules.ViaHole + 2 * (rules.HoleClearance - rules.Clearance), "viaHole and twice what holeClearance is more than clearance", OfTrunks: false),
        new("powerWidth", rules => rules.PowerWidth == 0 ? 0 : rules.TrackWidth, "trackWidth, or 0", OfTrunks: false),
        new("busWidth", rules => rules.TrackWidth, "trackWidth", OfTrunks: true),
        new("busPitch", rules => rules.HalfOfWidest + rules.Clearance + (rules.BusWidth + 1) / 2, "half a via, clearance and half a bus", OfTrunks: true),
        new("busEdgeDistance", rules => rules.HalfOfWidest + rules.EdgeClearance, "half a via and edgeClearance", OfTrunks: true),
    ];

    /// <summary>The rules with every measure that nobody set as large as the others need it.</summary>
    /// <param name="isSet">True for the name of a measure that a project or a rules file gives.</param>
    /// <param name="hasKeepOut">True where the keep-out of mounting holes is given.</param>
    public static DesignRules Derive(DesignRules rules, Predicate<string> isSet, bool hasKeepOut)
    {
        rules = Demands
            .Where(demand => !isSet(demand.Name))
            .Aggregate(rules, (before, demand) => demand.Measure.With(before, Math.Max(demand.Measure.Of(before), demand.Least(before))));
        return rules.MountingHoles is { } holes && !hasKeepOut && holes.KeepOut < LeastKeepOut(rules, holes)
            ? rules with { MountingHoles = holes with { KeepOut = LeastKeepOut(rules, holes), Inset = Math.Max(holes.Inset, LeastKeepOut(rules, holes) / 2) } }
            : rules;
    }

    /// <summary>The measures that are too small beside the others: path below the rules' object, the least value and why.</summary>
    public static IEnumerable<Violation> Violations(DesignRules rules)
    {
        var hasTrunks = rules.Topology == Topology.Bus || rules.NetClasses.Any(netClass => netClass.Topology == Topology.Bus);
        foreach (var demand in Demands.Where(demand => hasTrunks || !demand.OfTrunks))
        {
            if (demand.Measure.Of(rules) is var value && demand.Least(rules) is var least && value < least)
            {
                yield return new([demand.Name], value, least, demand.Reason);
            }
        }

        if (rules.MountingHoles is { } holes && holes.KeepOut < LeastKeepOut(rules, holes))
        {
            yield return new(["mountingHoles", "keepOut"], holes.KeepOut, LeastKeepOut(rules, holes), "diameter and two of holeClearance");
        }
    }

    private static long LeastKeepOut(DesignRules rules, MountingHoles holes) => holes.Diameter + 2 * rules.HoleClearance;

    /// <param name="Path">Names of the properties that lead to the measure.</param>
    /// <param name="Value">Nanometres.</param>
    internal sealed record Violation(ImmutableArray<string> Path, long Value, long Least, string Reason);

    private sealed record Demand(string Name, Func<DesignRules, long> Least, string Reason, bool OfTrunks)
    {
        public RuleMeasure Measure { get; } = RuleMeasure.All.Single(measure => measure.Name == Name);
    }
}
