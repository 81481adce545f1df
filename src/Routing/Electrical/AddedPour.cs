using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Electrical;

/// <summary>A pour that nobody asked for: which net needs one, whether it is worth it, and what is told of it.</summary>
internal static class AddedPour
{
    /// <summary>What the grounds of a board must bear, in ordinal order of names; none where its copper is too complex to be measured.</summary>
    public static ImmutableArray<GroundStrain> GroundsOf(ElectricalAnalysis? analysis) =>
        analysis is null ? [] : [.. analysis.SuppliesOf(IsGround).Select(ground => new GroundStrain(ground.Net, Strain(ground.Supply)))];

    /// <summary>The ground that is farthest beyond a limit; null where none is. Of grounds that are alike the first by name.</summary>
    public static GroundStrain? FarthestBeyond(ImmutableArray<GroundStrain> grounds, ElectricalRules rules) =>
        grounds.Where(ground => Use(ground.Strain, rules) > 1).MaxBy(ground => Use(ground.Strain, rules));

    /// <summary>True for a net that a pour may be of without being asked for.</summary>
    public static bool IsGround(string net) => NetPattern.Matches(PowerNets.Ground, net, StringComparison.OrdinalIgnoreCase);

    /// <summary>What a net must bear; null where it is no supply net of the board.</summary>
    public static SupplyStrain? StrainOf(ElectricalReport report, string net) =>
        report.Nets.FirstOrDefault(measured => measured.Net == net)?.Supply is { } supply ? Strain(supply) : null;

    /// <summary>The greater share of what the limits allow: 1 is at a limit.</summary>
    public static double Use(SupplyStrain strain, ElectricalRules rules) => Math.Max(strain.Drop * 1_000 / rules.MaxDropMv, strain.Load);

    /// <summary>True where a limit that the ground was beyond is kept now, or at least a quarter nearer, and it is not farther beyond the other.</summary>
    public static bool IsWorthIt(SupplyStrain before, SupplyStrain now, ElectricalRules rules)
    {
        var limit = rules.MaxDropMv / 1_000;
        var (drop, load) = (IsRelieved(before.Drop / limit, now.Drop / limit), IsRelieved(before.Load, now.Load));
        return (drop || load) && now.Drop <= Math.Max(before.Drop, limit) && now.Load <= Math.Max(before.Load, 1);
    }

    /// <returns><c>POUR_ADDED net= dropMv= limitMv= dropNowMv= loadPercent= loadNowPercent=</c> where the pour came by itself.</returns>
    public static ImmutableArray<Issue> Issues(RoutedBoard routed, ElectricalReport report) =>
        routed.StrainWithoutPour is { } before && routed.Pours is [var pour, ..] && StrainOf(report, pour.Net) is { } now
            ? [new("POUR_ADDED", string.Create(
                CultureInfo.InvariantCulture,
                $"net={IssueText.Token(pour.Net)} dropMv={before.Drop * 1_000:0.#} limitMv={report.Rules.MaxDropMv:0.#} dropNowMv={now.Drop * 1_000:0.#} loadPercent={before.Load * 100:0} loadNowPercent={now.Load * 100:0}"))]
            : [];

    /// <summary>Shares of a limit; for less gain nobody would pay twice the time.</summary>
    private static bool IsRelieved(double before, double now) => before > 1 && now <= Math.Max(1, 0.75 * before);

    private static SupplyStrain Strain(SupplyElectrical supply) => new(supply.Drop, supply.Hottest is { } place ? supply.HottestCurrent / place.Limit : 0);
}

/// <summary>What a ground of a board must bear.</summary>
internal sealed record GroundStrain(string Net, SupplyStrain Strain);
