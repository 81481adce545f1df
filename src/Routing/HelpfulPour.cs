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
/// final copper and of the house find nothing that they did not find before. Boards that need none pay for an estimate, or for work that the report shares; those that get one pay, beside the pour, for the strain of their ground without it.
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
        if (AddedPour.FarthestBeyond(bare.Grounds, plan.Rules.Electrical) is not { } ground)
        {
            return finished;
        }

        var rules = plan.Rules with { Pour = PourRules.UsualOf(plan.Rules) with { Net = ground.Net } };
        var poured = CopperPour.Apply(plan with { Rules = rules }, finished, printed) with { StrainWithoutPour = ground.Strain };
        return !poured.Pours.IsEmpty && IsBetter(bare, BoardCopper.Of(board, poured), ground, plan.Rules.Electrical) ? poured : finished;
    }

    /// <summary>What is cheap to tell first: most pours that do not stay are not worth it.</summary>
    private static bool IsBetter(BoardCopper bare, BoardCopper poured, GroundStrain before, ElectricalRules rules) =>
        poured.Grounds.FirstOrDefault(ground => ground.Net == before.Net) is { } now
        && AddedPour.IsWorthIt(before.Strain, now.Strain, rules)
        && poured.Verification.Passed
        && Grave(poured).All(finding => Grave(bare).Any(known => known.Kind == finding.Kind && known.Count >= finding.Count));

    /// <summary>What the house may refuse.</summary>
    private static IEnumerable<HouseFinding> Grave(BoardCopper copper) => copper.House.Where(finding => finding.Grade is HouseGrade.CannotBeMade or HouseGrade.BeyondLimit);
}
