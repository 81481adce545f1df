using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using static MakeDevice.Routing.Tests.Negotiation.TreeBoards;

namespace MakeDevice.Routing.Tests.Negotiation;

/// <summary>The search over the rules' grid, by the paths it finds on an empty board.</summary>
public class TreeSearchTests
{
    private const int East = 0, North = 2;

    [Fact]
    public void The_cheapest_path_between_two_pieces_is_found_and_none_below_its_cost()
    {
        using var layout = Empty();
        var (graph, left, right) = Pieces(layout, columns: 20, rows: 8);
        using var router = new Searcher(layout);
        var path = router.Find(graph, Tolerance.None, int.MaxValue, null)!;
        Assert.Equal(left, path[0]);
        Assert.Equal(right, path[^1]);
        Assert.Equal(21, path.Count);
        var cost = PathCost.Octile(20, 8);
        Assert.InRange(TreeCost.Of(layout.Board, graph, path), cost, cost + 2 * PathCost.Turn45);
        Assert.Null(router.Find(graph, Tolerance.None, cost, null));
    }

    [Fact]
    public void Another_net_s_track_is_crossed_on_the_other_layer_where_no_conflict_is_allowed_and_at_a_price_where_one_is()
    {
        using var layout = Empty();
        var (graph, _, _) = Pieces(layout, columns: 20, rows: 0);
        Draw(layout, 1, Node(layout, 10, -40), Steps(North, 80));
        using var router = new Searcher(layout);
        var clear = router.Find(graph, Tolerance.None with { Narrow = true }, int.MaxValue, null)!;
        Assert.Equal([0, 1], clear.Select(layout.Board.Layer).Distinct().Order());
        Assert.Equal(2, Enumerable.Range(1, clear.Count - 1).Count(i => clear[i] == layout.Board.OtherLayer(clear[i - 1])));

        var through = router.Find(graph, new(Present: 1, Hard: false, Trust.Exact), int.MaxValue, null)!;
        Assert.All(through, vertex => Assert.Equal(0, layout.Board.Layer(vertex)));
    }

    [Fact]
    public void A_path_stays_in_its_corridor_and_a_search_gives_up_after_so_many_nodes()
    {
        using var layout = Empty();
        var (graph, left, _) = Pieces(layout, columns: 40, rows: 0);
        using var router = new Searcher(layout);
        var corridor = new BlockSet(layout.Board.Blocks);
        corridor.AddAround(layout.Board.Blocks.Of(left), 1);
        Assert.Null(router.Find(graph, Tolerance.None, int.MaxValue, corridor));
        Assert.Empty(router.Search.Touched);

        corridor.AddAround(layout.Board.Blocks.Of(left), 100);
        Assert.NotNull(router.Find(graph, Tolerance.None, int.MaxValue, corridor));
        Assert.NotEmpty(router.Search.Touched);
        Assert.Null(router.Find(graph, Tolerance.None with { MostLooks = 3 }, int.MaxValue, null));
    }

    /// <summary>Two points of a net without its sockets.</summary>
    private static (NetGraph Graph, int From, int To) Pieces(Layout layout, int columns, int rows)
    {
        var graph = layout.Nets[0];
        Array.ForEach(graph.AllSockets, graph.SetAside);
        int from = Node(layout), to = Node(layout, columns, rows);
        graph.Vertices.Add(from);
        graph.Vertices.Add(to);
        graph.Vertices[graph.Vertices.Find(from)].Label = 0;
        graph.Vertices[graph.Vertices.Find(to)].Label = 1;
        return (graph, from, to);
    }

    private sealed class Searcher : IDisposable
    {
        private readonly OwnClaims _own;

        public Searcher(Layout layout)
        {
            _own = new(layout.Congestion.Count);
            _own.Mark(layout.Footprint(0));
            Search = new(layout.Board, layout.Congestion, _own);
        }

        public TreeSearch Search { get; }

        public List<int>? Find(NetGraph graph, Tolerance tolerance, int limit, BlockSet? corridor) => Search.Find(graph, 0, tolerance, limit, corridor);

        public void Dispose()
        {
            Search.Dispose();
            _own.Dispose();
        }
    }
}
