using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>The copper of the lattice on the plan's own, finer grid, where what a lattice cannot hold may find room: every step is a run of that grid's.</summary>
internal sealed class LatticeLayout
{
    private readonly LatticeBoard _lattice;
    private readonly LatticeCopper _copper;
    private readonly TreeBoard _board;
    private readonly RoutingGrid _grid;
    private readonly int _stride;

    private LatticeLayout(LatticeBoard lattice, LatticeCopper copper, TreeBoard board) =>
        (_lattice, _copper, _board, _grid, _stride) = (lattice, copper, board, board.Grid, (int)(lattice.Grid.Pitch / board.Grid.Pitch));

    public static Layout Of(LatticeBoard lattice, LatticeCopper copper, IReadOnlyList<LatticeNet> nets, Ground ground)
    {
        var plan = lattice.Plan;
        var legs = from net in nets
                   from socket in net.Sockets
                   where net.StartOf(socket) >= 0
                   select new CarriedLeg(socket, (int)net.Side.TrackLayer(), lattice.AccessOf(socket, net.StartOf(socket)));
        var layout = new Layout(new(plan, ground, [.. legs], Trunk.Of(plan, ground.Grid)));
        var writer = new LatticeLayout(lattice, copper, layout.Board);
        foreach (var (net, tracks) in nets.Zip(copper.TracksOf(nets, workers: 1)))
        {
            writer.Lay(net, tracks, layout.Nets[net.Id - 1]);
        }

        layout.ClaimAll();
        return layout;
    }

    /// <param name="tracks">States where the net has tracks.</param>
    private void Lay(LatticeNet net, IEnumerable<int> tracks, NetGraph graph)
    {
        foreach (var socket in net.Sockets.Where(socket => net.StartOf(socket) >= 0))
        {
            var path = _lattice.Starts[socket][net.StartOf(socket)].Path;
            var layer = (int)net.Side.TrackLayer() * _grid.Count;
            graph.Link(_board.FirstSocket + socket, layer + path[0]);
            graph.LinkAll([.. path.Select(node => layer + node)]);
        }

        var entries = new List<int>();
        foreach (var state in tracks)
        {
            var links = _copper.Claim(_copper.Find(state, net.Id)).Links;
            if ((links & 1) != 0)
            {
                graph.LinkRun(StateOf(state), 1, _stride);
            }

            if ((links & 2) != 0)
            {
                graph.LinkRun(StateOf(state), _grid.Columns, _stride);
            }

            if ((links & Claim.Via) != 0 && state < _lattice.Count)
            {
                graph.Link(StateOf(state), StateOf(_lattice.OtherLayer(state)));
            }

            if ((links & Claim.Entry) != 0)
            {
                entries.Add(StateOf(state));
            }
        }

        LayBus(net, graph, entries);
    }

    private void LayBus(LatticeNet net, NetGraph graph, List<int> entries)
    {
        var column = _grid.ColumnAtOrAfter(_lattice.Plan.Net(net.Id).BusX);
        var joins = new List<int>();
        foreach (var entry in entries)
        {
            var steps = column - _grid.Column(_board.Node(entry));
            var join = entry + steps;
            graph.LinkRun(entry, Math.Sign(steps), Math.Abs(steps));
            graph.Link(join, _board.OtherLayer(join));
            joins.Add(_board.OtherLayer(join));
        }

        if (joins.Count > 1)
        {
            graph.LinkRun(joins.Min(), _grid.Columns, (joins.Max() - joins.Min()) / _grid.Columns);
        }
    }

    private int StateOf(int state) => (state < _lattice.Count ? 0 : _grid.Count) + _lattice.FineNode(_lattice.Node(state));
}
