using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>
/// Pads that hang on their pour by a single spoke, whether it was drawn as a track into the pour or is what the pour itself leaves between gaps. A pad that no spoke joins is
/// another net's, or reached by tracks alone; one that the pour meets wider than a spoke needs none.
/// </summary>
internal static class StarvedThermals
{
    public const int LeastSpokes = 2;

    public const string Source = "no house puts a number to it; two spokes are what KiCad's check asks by default (min_resolved_spokes)";

    /// <summary>A smaller region is a pad or a letter.</summary>
    private const long LeastPour = 5 * Units.Millimetre;

    /// <summary>So far outside of the pad it is looked for what joins it, nanometres.</summary>
    private const long Beside = 20_000;

    /// <summary>A wider contact is no spoke, nanometres.</summary>
    private const double WidestSpoke = 600_000;

    /// <summary>Between a pad and its pour, nanometres.</summary>
    private const long WidestGap = Units.Millimetre;

    /// <summary>From look to look along the border, nanometres; and how many looks there are at least and at most.</summary>
    private const long LookEvery = 60_000, LeastLooks = 32, MostLooks = 256;

    /// <summary>Halvings of a pad's radius until its border is found to a micrometre.</summary>
    private const int Halvings = 12;

    /// <returns>The middles of the pads with one spoke.</returns>
    public static IEnumerable<Point> Of(CopperPieces copper, CopperLayer layer)
    {
        var pours = Enumerable.Range(0, copper.Items.Length).Where(i => copper.Items[i].Layer == layer && IsPour(copper.Items[i])).ToLookup(copper.PieceOf);
        var near = new List<int>();
        for (var i = 0; pours.Count > 0 && i < copper.Items.Length; i++)
        {
            var pad = copper.Items[i];
            if (pad.Layer == layer && pad.Shapes.Span[0] is { Source: Flash, Function: not "ViaPad" } && Around(pad, pours[copper.PieceOf(i)].Select(pour => copper.Items[pour])) is { IsEmpty: false } areas)
            {
                copper.Candidates(layer, pad.Bounds, near);
                if (HangsOnOne(pad, areas, [.. near.Select(found => copper.Items[found])]))
                {
                    yield return pad.Bounds.Center;
                }
            }
        }
    }

    private static bool IsPour(in CopperItem item) => item.Shapes.Span[0].Source is Region && Math.Max(item.Bounds.Width, item.Bounds.Height) >= LeastPour;

    /// <summary>The pours about a pad.</summary>
    private static ImmutableArray<Polygon> Around(in CopperItem pad, IEnumerable<CopperItem> pours)
    {
        var box = pad.Bounds.Inflate(WidestGap);
        return [.. pours.Where(pour => pour.Bounds.Intersects(box)).SelectMany(pour => pour.Shapes.ToArray()).Select(plotted => plotted.Shape).OfType<Polygon>()];
    }

    private static bool HangsOnOne(in CopperItem pad, ImmutableArray<Polygon> pours, IEnumerable<CopperItem> near)
    {
        var border = Border(pad);
        var box = Box.Around(border);
        ImmutableArray<Polygon> areas = [.. pours.Select(pour => Shapes.Between(pour, box.Bottom, box.Top))];
        var spokes = Spokes(pad, pours, near);
        var isJoined = Array.ConvertAll(border, at => areas.Any(area => Shapes.Contains(area, at)) || spokes.Exists(spoke => Shapes.Contains(spoke, at)));
        var (runs, width) = (0, 0.0);
        for (var i = 0; i < border.Length; i++)
        {
            var next = (i + 1) % border.Length;
            runs += !isJoined[i] && isJoined[next] ? 1 : 0;
            width += isJoined[i] ? border[i].DistanceTo(border[next]) : 0;
        }

        return runs == 1 && width <= WidestSpoke;
    }

    /// <summary>Tracks from within the pad into a pour.</summary>
    private static List<Capsule> Spokes(CopperItem pad, ImmutableArray<Polygon> pours, IEnumerable<CopperItem> near) =>
    [
        .. near.Select(item => item.Shapes.Span[0]).Where(plotted => plotted.Source is Line).Select(plotted => plotted.Shape).OfType<Capsule>()
            .Where(stroke => pad.Contains(stroke.A) != pad.Contains(stroke.B)
                && pours.Any(pour => Shapes.Contains(pour, pad.Contains(stroke.A) ? stroke.B : stroke.A))),
    ];

    /// <summary>Points around a pad, just outside of it.</summary>
    private static Point[] Border(in CopperItem pad)
    {
        var (center, farthest) = (pad.Bounds.Center, pad.Bounds.Width + pad.Bounds.Height);
        var border = new Point[Math.Clamp(2 * farthest / LookEvery, LeastLooks, MostLooks)];
        for (var i = 0; i < border.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(Math.Tau * i / border.Length);
            var (inside, outside) = (0.0, (double)farthest);
            for (var k = 0; k < Halvings; k++)
            {
                var middle = (inside + outside) / 2;
                (inside, outside) = pad.Contains(At(middle)) ? (middle, outside) : (inside, middle);
            }

            border[i] = At(outside + Beside);

            Point At(double radius) => center + new Point((long)(radius * cosine), (long)(radius * sine));
        }

        return border;
    }
}
