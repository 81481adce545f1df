using System.Collections.Immutable;
using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>
/// The pour that a board gets by itself: where its ground, without one, is beyond a limit of the electrical report. It stays only where it helps and where the checks of the
/// final copper and of the house find nothing that they did not find before. Boards that need none pay for an estimate, or for the report that the check of the copper shares.
/// </summary>
internal static class HelpfulPour
{
    /// <param name="finished">Copper without a pour.</param>
    public static RoutedBoard Apply(PlacedBoard board, RoutingPlan plan, RoutedBoard finished, Func<RoutedBoard, ImmutableArray<Box>> printed)
    {
        if (!plan.Rules.PoursByItself || plan.Rules.Pour is not null || !finished.Unconnected.IsEmpty || !plan.LeftOut.IsEmpty || !GroundEstimate.MayBeBeyond(board, finished))
        {
            return finished;
        }

        var bare = BoardCopper.Of(board, finished);
        if (AddedPour.NetOf(bare.Electrical) is not { } net || AddedPour.StrainOf(bare.Electrical, net) is not { } before || !bare.Verification.Passed)
        {
            return finished;
        }

        var rules = plan.Rules with { Pour = PourRules.UsualOf(plan.Rules) with { Net = net } };
        var poured = CopperPour.Apply(plan with { Rules = rules }, finished, printed) with { StrainWithoutPour = before };
        return !poured.Pours.IsEmpty && IsBetter(bare, BoardCopper.Of(board, poured), net, before) ? poured : finished;
    }

    private static bool IsBetter(BoardCopper bare, BoardCopper poured, string net, SupplyStrain before) =>
        AddedPour.StrainOf(poured.Electrical, net) is { } now
        && AddedPour.IsWorthIt(before, now, bare.Electrical.Rules)
        && poured.Verification.Passed
        && Grave(poured).All(finding => Grave(bare).Any(known => known.Kind == finding.Kind && known.Count >= finding.Count));

    /// <summary>What the house may refuse.</summary>
    private static IEnumerable<HouseFinding> Grave(BoardCopper copper) => copper.House.Where(finding => finding.Grade is HouseGrade.CannotBeMade or HouseGrade.BeyondLimit);
}
