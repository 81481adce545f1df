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
/// The final files against every number that the board's house publishes, modules' own shapes included. Copper, edge and holes are measured by the check of the final
/// copper itself, with the house's limits for rules.
/// </summary>
internal sealed class HouseCheck
{
    /// <summary>Less by this much is the rounding of turned coordinates and of chords, nanometres.</summary>
    private const double Tolerance = 1_500;

    private readonly FabricationProfile _house;
    private readonly FinalFiles _files;
    private readonly List<HouseFinding> _findings = [];

    private HouseCheck(FabricationProfile house, FinalFiles files) => (_house, _files) = (house, files);

    /// <returns>The gravest first; none where a layer is so complex that the check of the copper refuses it.</returns>
    public static ImmutableArray<HouseFinding> Run(FabricationProfile house, FinalFiles files)
    {
        var check = new HouseCheck(house, files);
        try
        {
            check.Sides();
            check.Drills();
            check.Copper();
            check.Legend();
            check.Mask();
            check.Etching();
            check.Prices();
        }
        catch (PlotLimitException)
        {
            return [];
        }

        return [.. check._findings.OrderBy(finding => finding.Grade)];
    }

    private IEnumerable<DrillHit> AllDrills => _files.Board.Plated.Hits.Concat(_files.Board.NonPlated.Hits);

    private long LongerSide => Math.Max(_files.Board.Board.Width, _files.Board.Board.Height);

    private void Sides()
    {
        AtMost("board-side", HouseGrade.CannotBeMade, _house.Published.LongestSide, [(LongerSide, (Point?)null)]);
        AtMost("board-side", HouseGrade.CannotBeMade, _house.Published.LongestOtherSide, [(Math.Min(_files.Board.Board.Width, _files.Board.Board.Height), null)]);
    }

    private void Drills()
    {
        var limits = _house.Published;
        AtLeast("drill", HouseGrade.CannotBeMade, limits.LeastDrill, AllDrills.Select(Measured));
        AtMost("drill-width", HouseGrade.BeyondLimit, limits.GreatestDrill, AllDrills.Select(Measured));
        AtLeast("non-plated-hole", HouseGrade.BeyondLimit, limits.LeastNonPlatedHole, _files.Board.NonPlated.Hits.OfType<DrillHole>().Select(Measured));
        AtLeast("plated-slot", HouseGrade.BeyondLimit, limits.LeastPlatedSlot, _files.Board.Plated.Hits.OfType<DrillSlot>().Select(Measured));
        AtLeast("non-plated-slot", HouseGrade.BeyondLimit, limits.LeastNonPlatedSlot, _files.Board.NonPlated.Hits.OfType<DrillSlot>().Select(Measured));
    }

    private static (double, Point?) Measured(DrillHit hit) => (hit.Diameter, hit.Place.From);

    /// <summary>What the check of the final copper finds where the house's limits are its rules: what it only notes of modules counts here.</summary>
    private void Copper()
    {
        var limits = _house.Limits;
        var rules = DesignRules.Default with
        {
            TrackWidth = limits.TrackWidth, Clearance = limits.Clearance, AnnularRing = limits.AnnularRing, EdgeClearance = limits.EdgeClearance,
            HoleClearance = limits.HoleClearance, HoleToHole = limits.HoleToHole, EdgeKeepOut = 0,
        };
        var report = BoardVerifier.Verify(_files.Board with { Rules = rules, MountingHoles = [] });
        foreach (var kind in report.Findings.Where(finding => IsLimit(finding.Kind) && finding.Measured is not null).GroupBy(finding => finding.Kind))
        {
            var worst = kind.MinBy(finding => finding.Measured)!;
            Add(new(kind.Key.Name(), HouseGrade.BeyondLimit, kind.Count(), worst.Measured!.Value, worst.Required!.Value, worst.At) { Source = _house.Published.Source });
        }

        AtLeast("track-width", HouseGrade.BeyondLimit, new(limits.TrackWidth, _house.Published.Source), Strokes(_files.Board.Front).Concat(Strokes(_files.Board.Back)));
        AtLeast("pad-hole-to-hole", HouseGrade.BeyondLimit, _house.Published.PadHoleToHole, PadHoleDistances());
    }

    private static bool IsLimit(FindingKind kind) => kind is FindingKind.Clearance or FindingKind.EdgeClearance or FindingKind.HoleClearance
        or FindingKind.NonPlatedHoleClearance or FindingKind.HoleToHole or FindingKind.AnnularRing;

    /// <summary>From each hole that is no via to the nearest other, where that is near.</summary>
    private IEnumerable<(double, Point?)> PadHoleDistances()
    {
        if (_house.Published.PadHoleToHole is not { Length: var limit })
        {
            yield break;
        }

        var holes = AllDrills.Select(hit => (Shape: new Capsule(hit.Place.From, hit.Place.To, hit.Diameter / 2), IsVia: _files.Board.Routed.Vias.Any(via => via.At == hit.Place.From)))
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
        AtLeast("legend-line", HouseGrade.Look, _house.Published.LegendLine, Strokes(_files.FrontLegend).Concat(Strokes(_files.BackLegend)).Concat(FilledWidths.Of(_files.FrontLegend)).Concat(FilledWidths.Of(_files.BackLegend)));
        AtLeast("legend-height", HouseGrade.Look, _house.Published.LegendHeight, LegendText.Heights(_files.FrontLegend).Concat(LegendText.Heights(_files.BackLegend)));
    }

    /// <summary>What no house puts a number to, and every house's engineers look for.</summary>
    private void Etching()
    {
        foreach (var (layer, copper) in new[] { (CopperLayer.Front, _files.Board.Front), (CopperLayer.Back, _files.Board.Back) })
        {
            var traps = AcidTraps.Of(copper).ToList();
            if (traps.Count > 0)
            {
                var (angle, at) = traps.MinBy(trap => trap.Degrees);
                Add(new("acid-trap", HouseGrade.Look, traps.Count, Math.Round(angle, 1), AcidTraps.LeastDegrees, at) { Unit = HouseUnit.Degree, Source = AcidTraps.Source });
            }

            var starved = StarvedThermals.Of(copper, _files.Board.Sockets.Where(socket => (socket.Layer ?? layer) == layer).Select(socket => socket.At)).ToList();
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

        using var openings = new VerifiedCopper(_files.Board with
        {
            Front = _files.FrontMask, Back = _files.BackMask, Plated = DrillFile.Empty, NonPlated = DrillFile.Empty, Sockets = [], Routed = RoutedBoard.Empty,
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
        PriceMeasure.TrackWidth => _files.Board.Routed.Tracks.Select(track => (double)track.Width),
        PriceMeasure.Clearance => [_files.Board.Rules.Clearance],
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
