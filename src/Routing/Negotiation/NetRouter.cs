using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Joins the components of a net, one path after the other, and takes off what is in conflict.</summary>
internal sealed class NetRouter(TreeBoard board, Congestion congestion)
{
    private readonly TreeSearch _search = new(board, congestion);

    /// <summary>Joins the net, always the smallest component to the one nearest to it. Its copper must be lifted off.</summary>
    /// <returns>False where something could not be joined.</returns>
    public bool Join(NetGraph graph, Tolerance tolerance)
    {
        var stuck = new HashSet<int>();
        while (true)
        {
            var (components, count) = graph.Components();
            if (count == 1)
            {
                return true;
            }

            if (Smallest(graph, components, stuck) is not { } first)
            {
                return false;
            }

            if (_search.Find(graph, components, components[first], tolerance) is { } path)
            {
                graph.LinkAll(path);
                stuck.Clear();
            }
            else
            {
                stuck.Add(first);
            }
        }
    }

    /// <summary>Exchanges a chain for a cheaper path without conflicts, where there is one.</summary>
    /// <returns>True where the net became cheaper.</returns>
    public bool Improve(NetGraph graph, List<int> chain)
    {
        var cost = TreeCost.Of(board, graph, chain);
        graph.UnlinkAll(chain);
        var (components, count) = graph.Components();
        if (count == 2 && _search.Find(graph, components, SmallerOf(graph, components), Tolerance.None, cost) is { } path)
        {
            graph.LinkAll(path);
            return true;
        }

        graph.LinkAll(chain);
        return false;
    }

    /// <summary>Links of a net that are in conflict with the copper there is.</summary>
    public List<(int A, int B)> Conflicts(NetGraph graph) => [.. graph.Links().Where(link => IsInConflict(link.A, link.B))];

    /// <summary>Makes what a link disputes dearer for all that come later.</summary>
    public void Remember((int A, int B) link, int amount)
    {
        if (link.A >= board.FirstSocket)
        {
            congestion.Remember(congestion.LegResource(LegOf(link.A, link.B).Index), amount);
        }
        else if (link.B == board.OtherLayer(link.A))
        {
            congestion.Remember(congestion.ViaResource(board.Node(link.A)), amount);
        }
        else
        {
            congestion.Remember(link.A, amount);
            congestion.Remember(link.B, amount);
        }
    }

    private bool IsInConflict(int a, int b)
    {
        if (a >= board.FirstSocket)
        {
            return congestion.OnLeg(LegOf(a, b)) > 0;
        }

        return b == board.OtherLayer(a)
            ? congestion.AtVia(board.Node(a)) > 0
            : congestion.AtState(a) > 0 || congestion.OnStep(a, board.Grid.DirectionOf(b - a)) > 0;
    }

    private Leg LegOf(int socket, int state) => board.LegsOf(socket).First(leg => leg.State == state);

    /// <summary>A socket of the component with the fewest sockets; null where all are stuck.</summary>
    private static int? Smallest(NetGraph graph, Dictionary<int, int> components, HashSet<int> stuck)
    {
        var groups = graph.Sockets.GroupBy(socket => components[socket]).Where(group => !group.Any(stuck.Contains)).ToList();
        return groups.Count == 0 ? null : groups.MinBy(group => group.Count())!.First();
    }

    private static int SmallerOf(NetGraph graph, Dictionary<int, int> components) =>
        2 * components.Values.Count(component => component == 0) <= components.Count ? 0 : 1;
}
