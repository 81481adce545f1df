using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Explanation;

/// <summary>The way on which a track has most room, found as a path whose narrowest place is as wide as can be (Hu 1961).</summary>
internal static class WidestWay
{
    /// <summary>The free run of nodes across the narrowest place of the widest way out; empty where the ways are wide everywhere or there is none.</summary>
    public static IReadOnlyList<Stop> Narrowest(FreeSpace space, Window window, Demand demand)
    {
        var ends = demand.Ends.ToHashSet();
        var best = new Dictionary<int, int>();
        var queue = new PriorityQueue<(int State, int At), (int Width, int Order)>();
        foreach (var start in demand.Starts)
        {
            Visit(start, start, Run(space, window, start).Count);
        }

        Span<int> room = stackalloc int[Window.MostNeighbours];
        while (queue.TryDequeue(out var item, out var key))
        {
            if (best[item.State] != -key.Width)
            {
                continue;
            }

            if (ends.Contains(item.State) || window.IsRim(window.At(item.State)))
            {
                return Run(space, window, item.At);
            }

            foreach (var next in window.Neighbours(item.State, room))
            {
                var width = Run(space, window, next).Count;
                Visit(next, width < best[item.State] ? next : item.At, Math.Min(width, best[item.State]));
            }
        }

        return [];

        void Visit(int state, int at, int width)
        {
            if (!best.TryGetValue(state, out var known) || known < width)
            {
                best[state] = width;
                queue.Enqueue((state, at), (-width, state));
            }
        }
    }

    /// <summary>The shorter of the upright and the level run of free nodes through a state.</summary>
    private static List<Stop> Run(FreeSpace space, Window window, int state)
    {
        var at = window.At(state);
        var level = Run(space, at, 0);
        var upright = Run(space, at, 2);
        return level.Count <= upright.Count ? level : upright;
    }

    private static List<Stop> Run(FreeSpace space, Stop at, int direction)
    {
        const int Longest = 64;
        var run = new List<Stop> { at };
        foreach (var way in (ReadOnlySpan<int>)[direction, direction + 4])
        {
            for (var node = at.Node + space.Grid.Delta[way]; run.Count < Longest && space.IsFree(at with { Node = node }); node += space.Grid.Delta[way])
            {
                run.Add(at with { Node = node });
            }
        }

        return run;
    }
}
