using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>One tool and all that it makes.</summary>
/// <param name="Hits">Holes, then slots, by position.</param>
/// <param name="Routs">Ways of a routing tool: slots that meet end to end.</param>
internal sealed record PlannedTool(long Diameter, string? Function, ImmutableArray<DrillHit> Hits, ImmutableArray<Contour> Routs);

/// <summary>
/// Sorts hits by tool and drops what would be made twice: the same hole or slot, whatever its function or direction. Tools
/// come by diameter, then function, one without a function last. Slots that meet end to end, such as the pieces of an arc, become one rout:
/// drilled one by one, each would be begun in the hole of its neighbour.
/// </summary>
internal static class DrillPlan
{
    public static ImmutableArray<PlannedTool> ToolsOf(DrillFile file)
    {
        var hits = Distinct(file.Hits);
        hits.Sort(ByTool);
        var tools = ImmutableArray.CreateBuilder<PlannedTool>();
        for (int start = 0, end; start < hits.Count; start = end)
        {
            var first = hits[start];
            end = start + 1;
            while (end < hits.Count && CompareTools(first, hits[end]) == 0)
            {
                end++;
            }

            tools.Add(Plan(first, hits[start..end]));
        }

        return tools.DrainToImmutable();
    }

    private static PlannedTool Plan(DrillHit tool, List<DrillHit> hits)
    {
        var pen = new CircleAperture(tool.Diameter, 0, AttributeSet.None);
        var strokes = hits.OfType<DrillSlot>().Select(GraphicObject (slot) => new Line(slot.From, slot.To, pen, Polarity.Dark, AttributeSet.None));
        var chains = OutlineChains.Of([.. strokes], ImmutableArray.CreateBuilder<GraphicObject>());
        var lone = chains.Open.Where(chain => chain.Segments.Count == 1).Select(DrillHit (chain) => new DrillSlot(chain.Start, chain.Segments[0].To, tool.Diameter, tool.Function));
        return new(
            tool.Diameter, tool.Function, [.. hits.OfType<DrillHole>(), .. lone], [.. chains.Open.Where(chain => chain.Segments.Count > 1), .. chains.Closed]);
    }

    /// <summary>Of equal hits that one whose function is stated.</summary>
    private static List<DrillHit> Distinct(ImmutableArray<DrillHit> hits)
    {
        var sorted = new List<DrillHit>(hits.Length);
        foreach (var hit in hits)
        {
            sorted.Add(Canonical(hit));
        }

        sorted.Sort(ByPlace);
        var distinct = new List<DrillHit>(sorted.Count);
        foreach (var hit in sorted)
        {
            if (distinct.Count == 0 || distinct[^1].Diameter != hit.Diameter || ComparePlaces(distinct[^1], hit) != 0)
            {
                distinct.Add(hit);
            }
        }

        return distinct;
    }

    /// <summary>A slot from its lesser end; one without length is a hole.</summary>
    private static DrillHit Canonical(DrillHit hit) => hit is not DrillSlot slot ? hit
        : slot.From == slot.To ? new DrillHole(slot.From, slot.Diameter, slot.Function)
        : Compare(slot.From, slot.To) <= 0 ? slot
        : slot with { From = slot.To, To = slot.From };

    private static int ByPlace(DrillHit a, DrillHit b)
    {
        var places = a.Diameter != b.Diameter ? a.Diameter.CompareTo(b.Diameter) : ComparePlaces(a, b);
        return places != 0 ? places : CompareTools(a, b);
    }

    private static int ByTool(DrillHit a, DrillHit b)
    {
        var tools = CompareTools(a, b);
        return tools != 0 ? tools : ComparePlaces(a, b);
    }

    private static int CompareTools(DrillHit a, DrillHit b)
    {
        if (a.Diameter != b.Diameter)
        {
            return a.Diameter.CompareTo(b.Diameter);
        }

        return (a.Function, b.Function) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            var (first, second) => string.CompareOrdinal(first, second),
        };
    }

    private static int ComparePlaces(DrillHit a, DrillHit b) => (a, b) switch
    {
        (DrillHole first, DrillHole second) => Compare(first.At, second.At),
        (DrillHole, _) => -1,
        (_, DrillHole) => 1,
        (DrillSlot first, DrillSlot second) => first.From == second.From ? Compare(first.To, second.To) : Compare(first.From, second.From),
        _ => throw new ArgumentOutOfRangeException(nameof(a)),
    };

    private static int Compare(Point a, Point b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y);
}
