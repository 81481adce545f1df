using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>Turns the border of a region into gaps: runs of crossings, each between two things.</summary>
internal sealed class GapFinder(FreeSpace space)
{
    /// <summary>How many gaps are told at most.</summary>
    public const int MostGaps = 3;

    private readonly BlockerFinder _blockers = new(space);

    /// <summary>Names what is at places of the same board.</summary>
    public BlockerFinder Blockers => _blockers;

    /// <summary>The gaps that a cut consists of, the widest first; where nothing gets out at all, those that are too narrow for one track.</summary>
    public ImmutableArray<Gap> Of(Window window, Cut cut)
    {
        var crossings = cut.Crossings.Select(window.At).ToList();
        return crossings.Count > 0 ? Merge(Runs(crossings).Select(OfRun)) : Shut(cut.Region.Select(window.At));
    }

    /// <summary>A run of free nodes across the way of a track, from one thing to another.</summary>
    public Gap OfRun(IReadOnlyList<Stop> run)
    {
        var touched = new List<(Blocker Blocker, Point At)>();
        foreach (var stop in run)
        {
            touched.AddRange(Around(stop).Select(near => (_blockers.At(near), space.Grid.At(near.Node))));
        }

        if (touched.Count == 0)
        {
            return new(Blocker.Edge, Blocker.Edge, 0, run.Count, 1);
        }

        // The ends of the run: the two places farthest apart, of different things where there are any.
        var (a, b) = Farthest(touched);
        var width = a.Blocker.IsSame(b.Blocker) ? a.At.DistanceTo(b.At) : Distance(a.Blocker, b.Blocker);
        return new(a.Blocker, b.Blocker, width, Math.Max(run.Count, Geometric(width, a.Blocker, b.Blocker)), 1);
    }

    private static ((Blocker Blocker, Point At) A, (Blocker Blocker, Point At) B) Farthest(List<(Blocker Blocker, Point At)> touched)
    {
        var best = (A: touched[0], B: touched[0]);
        var most = -1.0;
        var first = touched.OrderBy(t => t.At.X).ThenBy(t => t.At.Y).First();
        foreach (var from in (ReadOnlySpan<(Blocker Blocker, Point At)>)[first, touched.MaxBy(t => t.At.SquaredDistanceTo(first.At))])
        {
            foreach (var to in touched)
            {
                var apart = from.At.SquaredDistanceTo(to.At) + (from.Blocker.IsSame(to.Blocker) ? 0 : 1e18);
                if (apart > most)
                {
                    (best, most) = ((from, to), apart);
                }
            }
        }

        return best;
    }

    /// <summary>Tracks that the gap's width holds on a grid finer than the tracks lie apart; the lattice may miss one.</summary>
    private int Geometric(double width, Blocker a, Blocker b)
    {
        var rules = space.Plan.Rules;
        if (rules.Grid >= space.Plan.TrackPitch || a.IsSame(b))
        {
            return 0;
        }

        var free = width - rules.TrackWidth - Need(a) - Need(b);
        var pitch = (space.Plan.TrackPitch + rules.Grid - 1) / rules.Grid * rules.Grid;
        return free < 0 ? 0 : (int)(free / pitch) + 1;
    }

    private double Need(Blocker blocker)
    {
        var rules = space.Plan.Rules;
        var obstacle = space.Plan.Obstacles.FirstOrDefault(obstacle => ReferenceEquals(obstacle.Shape, blocker.Shape));
        return blocker.Shape is null ? rules.RoutedEdgeClearance : obstacle?.Kind == ObstacleKind.Copper ? rules.Clearance : 0;
    }

    /// <summary>Crossings that touch, slanting too, are one run on their layer.</summary>
    private IEnumerable<List<Stop>> Runs(List<Stop> crossings)
    {
        var left = new HashSet<Stop>(crossings);
        foreach (var crossing in crossings)
        {
            if (!left.Remove(crossing))
            {
                continue;
            }

            var run = new List<Stop> { crossing };
            for (var i = 0; i < run.Count; i++)
            {
                run.AddRange(space.Grid.Delta.Select(delta => run[i] with { Node = run[i].Node + delta }).Where(left.Remove).ToList());
            }

            yield return run;
        }
    }

    /// <summary>Gaps between the same two things are one, open on several layers.</summary>
    private static ImmutableArray<Gap> Merge(IEnumerable<Gap> gaps)
    {
        var merged = new List<Gap>();
        foreach (var gap in gaps)
        {
            var same = merged.FindIndex(gap.IsSame);
            if (same < 0)
            {
                merged.Add(gap);
            }
            else
            {
                merged[same] = merged[same] with { Fits = merged[same].Fits + gap.Fits, Layers = 2, Width = Math.Min(merged[same].Width, gap.Width) };
            }
        }

        return [.. merged.OrderByDescending(gap => gap.Width).Take(MostGaps)];
    }

    /// <summary>Around a region that nothing leaves: pairs of things too near to each other for a track, the widest first.</summary>
    private ImmutableArray<Gap> Shut(IEnumerable<Stop> region)
    {
        var around = new List<Blocker>();
        foreach (var blocker in region.SelectMany(Around).Distinct().Select(_blockers.At))
        {
            if (!around.Contains(blocker))
            {
                around.Add(blocker);
            }
        }

        var gaps =
            from i in Enumerable.Range(0, around.Count)
            from j in Enumerable.Range(i + 1, around.Count - i - 1)
            where !around[i].IsSame(around[j])
            let width = Distance(around[i], around[j])
            where width < space.Plan.TrackPitch + space.Plan.Rules.TrackWidth + Need(around[i]) + Need(around[j])
            select new Gap(around[i], around[j], width, 0, 1);
        return Merge(gaps.OrderByDescending(gap => gap.Width));
    }

    private IEnumerable<Stop> Around(Stop stop) =>
        space.Grid.Delta.Select(delta => stop with { Node = stop.Node + delta }).Where(near => !space.IsFree(near));

    private double Distance(Blocker a, Blocker b) => a.DistanceTo(b, space.Plan.Outline.Bounds);
}
