using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>
/// The final files against every number that the board's house publishes, modules' own shapes included. Distances of copper, edge and holes are those that the check of the
/// final copper found: what it only notes of modules counts here.
/// </summary>
internal sealed class HouseCheck
{
    /// <summary>Less by this much is the rounding of turned coordinates and of chords, nanometres.</summary>
    private const double Tolerance = 1_500;

    private readonly FabricationProfile _house;
    private readonly PrintedLayers _printed;
    private readonly VerifiedCopper _copper;
    private readonly List<HouseFinding> _findings = [];

    private HouseCheck(FabricationProfile house, PrintedLayers printed, VerifiedCopper copper) => (_house, _printed, _copper) = (house, printed, copper);

    /// <param name="copper">Made when it is first asked for: by the check that comes first of all that look at it.</param>
    /// <param name="verified">What the check of the final copper found by rules that ask for no less than the house.</param>
    /// <returns>The gravest first; none where a layer is so complex that the check of the copper refuses it.</returns>
    public static ImmutableArray<HouseFinding> Run(FabricationProfile house, PrintedLayers printed, Lazy<VerifiedCopper> copper, VerificationReport verified)
    {
        try
        {
            var check = new HouseCheck(house, printed, copper.Value);
            check.Sides();
            check.Drills();
            check.Copper(verified);
            check.Legend();
            check.Mask();
            check.Etching();
            check.Prices();
            return [.. check._findings.OrderBy(finding => finding.Grade)];
        }
        catch (PlotLimitException)
        {
            return [];
        }
    }

    private VerificationInput Board => _copper.Input;

    private IEnumerable<DrillHit> AllDrills => Board.Plated.Hits.Concat(Board.NonPlated.Hits);

    private long LongerSide => Math.Max(Board.Board.Width, Board.Board.Height);

    private void Sides()
    {
        AtMost("board-side", HouseGrade.CannotBeMade, _house.Published.LongestSide, [(LongerSide, (Point?)null)]);
        AtMost("board-side", HouseGrade.CannotBeMade, _house.Published.LongestOtherSide, [(Math.Min(Board.Board.Width, Board.Board.Height), null)]);
    }

    private void Drills()
    {
        var limits = _house.Published;
        AtLeast("drill", HouseGrade.CannotBeMade, limits.LeastDrill, AllDrills.Select(Measured));
        AtMost("drill-width", HouseGrade.BeyondLimit, limits.GreatestDrill, AllDrills.Select(Measured));
        AtLeast("non-plated-hole", HouseGrade.BeyondLimit, limits.LeastNonPlatedHole, Board.NonPlated.Hits.OfType<DrillHole>().Select(Measured));
        AtLeast("plated-slot", HouseGrade.BeyondLimit, limits.LeastPlatedSlot, Board.Plated.Hits.OfType<DrillSlot>().Select(Measured));
        AtLeast("non-plated-slot", HouseGrade.BeyondLimit, limits.LeastNonPlatedSlot, Board.NonPlated.Hits.OfType<DrillSlot>().Select(Measured));
        AtLeast("milled-notch", HouseGrade.CannotBeMade, limits.LeastNonPlatedSlot, limits.LeastNonPlatedSlot is { } cutter ? MilledNotches.Of(Board.Board, cutter.Length) : []);
    }

    private static (double, Point?) Measured(DrillHit hit) => (hit.Diameter, hit.Place.From);

    /// <summary>Of what the check of the final copper measured, what is below the house's limits too.</summary>
    private void Copper(VerificationReport verified)
    {
        var source = _house.Published.Source;
        foreach (var kind in verified.Findings.Where(finding => finding.Measured is not null).GroupBy(finding => finding.Kind))
        {
            if (LimitOf(kind.Key) is not { } limit)
            {
                continue;
            }

            var tolerance = kind.Key == FindingKind.AnnularRing ? AnnularRing.Tolerance : ClearanceCheck.Tolerance;
            var beyond = kind.Where(finding => finding.Measured < limit - tolerance).ToList();
            if (beyond.MinBy(finding => finding.Measured) is { } worst)
            {
                Add(new(kind.Key.Name(), HouseGrade.BeyondLimit, beyond.Count, worst.Measured!.Value, limit, worst.At) { Source = source });
            }
        }

        AtLeast("track-width", HouseGrade.BeyondLimit, new(_house.Limits.TrackWidth, source), Strokes(Board.Front).Concat(Strokes(Board.Back)));
        AtLeast("pad-hole-to-hole", HouseGrade.BeyondLimit, _house.Published.PadHoleToHole, PadHoleDistances());
        Rings();
    }

    private void Rings()
    {
        if (_house.Published.PadAnnularRing is not { } recommended)
        {
            return;
        }

        const string kind = "pad-annular-ring";
        var rings = PadRings.Of(_copper, recommended.Length).ToList();
        AtLeast(kind, HouseGrade.BeyondLimit, _house.Published.LeastPadAnnularRing, rings);
        AtLeast(kind, HouseGrade.Look, recommended, rings.Where(ring => ring.Ring >= (_house.Published.LeastPadAnnularRing?.Length ?? 0) - Tolerance));
    }

    private long? LimitOf(FindingKind kind) => kind switch
    {
        FindingKind.Clearance => _house.Limits.Clearance,
        FindingKind.EdgeClearance => _house.Limits.EdgeClearance,
        FindingKind.HoleClearance or FindingKind.NonPlatedHoleClearance => _house.Limits.HoleClearance,
        FindingKind.HoleToHole => _house.Limits.HoleToHole,
        FindingKind.AnnularRing => _house.Limits.AnnularRing,
        _ => null,
    };

    /// <summary>From each hole that is no via to the nearest other, where that is near.</summary>
    private IEnumerable<(double, Point?)> PadHoleDistances()
    {
        if (_house.Published.PadHoleToHole is not { Length: var limit })
        {
            yield break;
        }

        var holes = AllDrills.Select(hit => (Shape: new Capsule(hit.Place.From, hit.Place.To, hit.Diameter / 2), IsVia: Board.Routed.Vias.Any(via => via.At == hit.Place.From)))
            .OrderBy(hole => hole.Shape.Bounds.Left).ToArray();
        for (var i = 0; i < holes.Length; i++)
        {
            for (var k = i + 1; k < holes.Length && holes[k].Shape.Bounds.Left <= holes[i].Shape.Bounds.Right + limit; k++)
            {
                if (!(holes[i].IsVia && holes[k].IsVia))
                {
                    yield return (Shapes.Distance(holes[i].Shape, holes[k].Shape), holes[i].Shape.A);
                }
            }
        }
    }

    private void Legend()
    {
        GerberLayer[] legends = [_printed.FrontLegend, _printed.BackLegend];
        AtLeast("legend-line", HouseGrade.Look, _house.Published.LegendLine, legends.SelectMany(Strokes).Concat(legends.SelectMany(FilledWidths.Of)));
        AtLeast("legend-height", HouseGrade.Look, _house.Published.LegendHeight, LegendText.Heights(_printed));
    }

    /// <summary>What no house puts a number to, and every house's engineers look for.</summary>
    private void Etching()
    {
        foreach (var layer in Enum.GetValues<CopperLayer>())
        {
            var traps = AcidTraps.Of(_copper.Pieces, layer).ToList();
            if (traps.Count > 0)
            {
                var (angle, at) = traps.MinBy(trap => trap.Degrees);
                Add(new("acid-trap", HouseGrade.Look, traps.Count, Math.Round(angle, 1), AcidTraps.LeastDegrees, at) { Unit = HouseUnit.Degree, Source = AcidTraps.Source });
            }

            var starved = StarvedThermals.Of(_copper.Pieces, layer).ToList();
            if (starved.Count > 0)
            {
                Add(new("starved-thermal", HouseGrade.Look, starved.Count, 1, StarvedThermals.LeastSpokes, starved[0]) { Unit = HouseUnit.Piece, Source = StarvedThermals.Source });
            }
        }
    }

    /// <summary>Openings of the mask are measured like copper: what is nearer than the bridge, and does not touch.</summary>
    private void Mask()
    {
        if (_house.Published.MaskBridge is not { } limit)
        {
            return;
        }

        var openings = new VerifiedCopper(Board with
        {
            Front = _printed.FrontMask, Back = _printed.BackMask, Plated = DrillFile.Empty, NonPlated = DrillFile.Empty, Sockets = [], Routed = RoutedBoard.Empty,
            Rules = DesignRules.Default with { Clearance = limit.Length },
        });
        var byPiece = new double[openings.Pieces.Items.Length];
        var bridges = Enum.GetValues<CopperLayer>().SelectMany(layer => ClearanceCheck.Run(openings, layer, byPiece).Findings());
        AtLeast("mask-bridge", HouseGrade.BeyondLimit, limit, bridges.Select(finding => (finding.Measured!.Value, (Point?)finding.At)));
    }

    private void Prices()
    {
        foreach (var step in _house.Published.Prices)
        {
            var measured = Of(step.Measure).ToList();
            var isMost = step.Measure is PriceMeasure.Side or PriceMeasure.WideDrill;
            if (measured.Count > 0 && (isMost ? measured.Max() : measured.Min()) is var worst && (isMost ? worst > step.At.Length + Tolerance : worst < step.At.Length - Tolerance))
            {
                var count = measured.Count(value => isMost ? value > step.At.Length + Tolerance : value < step.At.Length - Tolerance);
                Add(new(Name(step.Measure), HouseGrade.Price, count, worst, step.At.Length, null, step.What) { Source = step.At.Source });
            }
        }
    }

    /// <summary>Of widths and gaps those that routing chose: a module's own are not the project's to change.</summary>
    private IEnumerable<double> Of(PriceMeasure measure) => measure switch
    {
        PriceMeasure.Drill or PriceMeasure.WideDrill => AllDrills.Select(hit => (double)hit.Diameter),
        PriceMeasure.TrackWidth => Board.Routed.Tracks.Select(track => (double)track.Width),
        PriceMeasure.Clearance => [Board.Rules.Clearance],
        _ => [LongerSide],
    };

    private static string Name(PriceMeasure measure) => measure switch
    {
        PriceMeasure.Drill => "drill",
        PriceMeasure.WideDrill => "drill-width",
        PriceMeasure.TrackWidth => "track-width",
        PriceMeasure.Clearance => "clearance",
        _ => "board-side",
    };

    /// <summary>Widths of lines and arcs, with where they begin.</summary>
    private static IEnumerable<(double Width, Point? At)> Strokes(GerberLayer layer)
    {
        foreach (var drawn in layer.Objects)
        {
            if (drawn is Line { Aperture: CircleAperture { Diameter: > 0 } pen, Polarity: Polarity.Dark } line)
            {
                yield return (pen.Diameter, line.From);
            }
            else if (drawn is Arc { Aperture: CircleAperture { Diameter: > 0 } nib, Polarity: Polarity.Dark } arc)
            {
                yield return (nib.Diameter, arc.From);
            }
        }
    }

    private void AtLeast(string kind, HouseGrade grade, HouseLimit? limit, IEnumerable<(double Value, Point? At)> measured)
    {
        if (limit is { Length: var least } && measured.Where(found => found.Value < least - Tolerance).ToList() is { Count: > 0 } less)
        {
            var worst = less.MinBy(found => found.Value);
            Add(new(kind, grade, less.Count, worst.Value, least, worst.At) { Source = limit.Source });
        }
    }

    private void AtMost(string kind, HouseGrade grade, HouseLimit? limit, IEnumerable<(double Value, Point? At)> measured)
    {
        if (limit is { Length: var most } && measured.Where(found => found.Value > most + Tolerance).ToList() is { Count: > 0 } more)
        {
            var worst = more.MaxBy(found => found.Value);
            Add(new(kind, grade, more.Count, worst.Value, most, worst.At) { Source = limit.Source });
        }
    }

    private void Add(HouseFinding finding) => _findings.Add(finding);
}
