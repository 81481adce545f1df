using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>Holes against copper and against each other, and the annular rings of plated ones.</summary>
internal sealed class HoleCheck(VerifiedCopper copper)
{
    private readonly List<int> _near = [];

    public double? ToCopper { get; private set; }

    public double? NonPlatedToCopper { get; private set; }

    public double? Between { get; private set; }

    public double? Ring { get; private set; }

    public List<Finding> Findings()
    {
        var findings = new List<Finding>();
        for (var i = 0; i < copper.Pieces.Holes.Length; i++)
        {
            findings.AddRange(Plated(copper.Pieces.Holes[i], copper.Pieces.PieceOfHole(i)));
        }

        foreach (var hole in copper.NonPlated)
        {
            findings.AddRange(NonPlated(hole));
        }

        findings.AddRange(HoleToHole());
        return findings;
    }

    private IEnumerable<Finding> Plated(DrilledHole hole, int piece)
    {
        if (piece < 0)
        {
            yield return new(
                FindingKind.HoleWithoutCopper, Severity.Warning, null, hole.Shape.A, [], null, null, "A plated hole meets no copper.");
        }

        foreach (var layer in Enum.GetValues<CopperLayer>())
        {
            copper.Pieces.Candidates(layer, hole.Shape.Bounds.Inflate(copper.Input.Rules.HoleClearance), _near);
            if (TooNear(hole, layer, piece) is { } finding)
            {
                yield return finding;
            }

            if (TooThin(hole, layer) is { } thin)
            {
                yield return thin;
            }
        }
    }

    private Finding? TooNear(DrilledHole hole, CopperLayer layer, int piece)
    {
        double required = copper.Input.Rules.HoleClearance;
        var (nearest, least) = Nearest(hole.Shape, item => copper.Pieces.PieceOf(item) != piece && !OneModule(hole, item));
        if (nearest is not { } foreign)
        {
            return null;
        }

        ToCopper = Math.Min(ToCopper ?? least, least);
        return least >= required - ClearanceCheck.Tolerance
            ? null
            : new(
                FindingKind.HoleClearance, Severity.Error, layer, hole.Shape.A, copper.NetsOf(foreign), least, required,
                "A plated hole is nearer to foreign copper than the hole clearance.");
    }

    private IEnumerable<Finding> NonPlated(DrilledHole hole)
    {
        double required = copper.Input.Rules.HoleClearance;
        foreach (var layer in Enum.GetValues<CopperLayer>())
        {
            copper.Pieces.Candidates(layer, hole.Shape.Bounds.Inflate((long)required), _near);
            var (nearest, least) = Nearest(hole.Shape, _ => true);
            if (nearest is not { } item)
            {
                continue;
            }

            // A module's copper at its own mounting hole is its maker's decision; routed copper there is ours.
            var own = Nearest(hole.Shape, index => !OneModule(hole, index));
            var severity = own.Item is null || own.Distance >= required - ClearanceCheck.Tolerance ? Severity.Info : Severity.Error;
            if (severity == Severity.Error)
            {
                (item, least) = (own.Item!.Value, own.Distance);
            }

            NonPlatedToCopper = Math.Min(NonPlatedToCopper ?? least, least);
            if (least < required - ClearanceCheck.Tolerance)
            {
                yield return new(
                    FindingKind.NonPlatedHoleClearance, severity, layer, hole.Shape.A, copper.NetsOf(item), least, required,
                    least == 0 ? "Copper lies over a hole that is not plated." : "Copper is nearer to a hole that is not plated than the hole clearance.");
            }
        }
    }

    private (int? Item, double Distance) Nearest(Capsule hole, Predicate<int> matters)
    {
        (int? nearest, double least) = (null, copper.Reach);
        foreach (var index in _near)
        {
            if (matters(index))
            {
                var distance = copper.Item(index).DistanceTo(hole, least);
                if (distance < least)
                {
                    (nearest, least) = (index, distance);
                }
            }
        }

        return (nearest, least);
    }

    private bool OneModule(DrilledHole hole, int item) => !hole.Added && copper.Item(item).Module == hole.Module;

    private Finding? TooThin(DrilledHole hole, CopperLayer layer)
    {
        var around = _near.FindAll(index => copper.Item(index).DistanceTo(hole.Shape, CopperPieces.Touch) < CopperPieces.Touch);
        if (around.Count == 0)
        {
            return null;
        }

        double required = copper.Input.Rules.AnnularRing;
        var ring = AnnularRing.Measure(hole.Shape, around.ConvertAll(index => copper.Item(index)), required);
        if (hole.Added)
        {
            Ring = Math.Min(Ring ?? ring, ring);
        }

        return ring >= required - AnnularRing.Tolerance
            ? null
            : new(
                FindingKind.AnnularRing, hole.Added ? Severity.Error : Severity.Info, layer, hole.Shape.A, copper.NetsOf(around[0]), ring, required,
                "A plated hole has less copper around it than the annular ring.");
    }

    /// <summary>A sweep over the holes from left to right.</summary>
    private IEnumerable<Finding> HoleToHole()
    {
        var holes = copper.Pieces.Holes
            .Concat(copper.NonPlated)
            .OrderBy(hole => hole.Shape.Bounds.Left).ThenBy(hole => hole.Shape.Bounds.Bottom).ToArray();
        double required = copper.Input.Rules.HoleToHole;
        for (var i = 0; i < holes.Length; i++)
        {
            var reach = holes[i].Shape.Bounds.Inflate((long)required);
            for (var k = i + 1; k < holes.Length && holes[k].Shape.Bounds.Left <= reach.Right; k++)
            {
                if (!holes[k].Shape.Bounds.Intersects(reach))
                {
                    continue;
                }

                var distance = Shapes.Distance(holes[i].Shape, holes[k].Shape);
                Between = Math.Min(Between ?? distance, distance);
                if (distance < required - ClearanceCheck.Tolerance)
                {
                    yield return TooNear(holes[i], holes[k], distance);
                }
            }
        }
    }

    private Finding TooNear(DrilledHole a, DrilledHole b, double distance)
    {
        var own = !a.Added && a.Module == b.Module;
        var same = a.Shape.A == b.Shape.A && a.Shape.B == b.Shape.B;
        return new(
            same ? FindingKind.DuplicateHole : FindingKind.HoleToHole, own ? Severity.Info : Severity.Error, null,
            Contact.Between(a.Shape, b.Shape), [], distance, copper.Input.Rules.HoleToHole,
            same ? "Two holes are drilled at one place." : distance == 0 ? "Two holes overlap." : "Two holes are nearer than the rules allow.");
    }
}
