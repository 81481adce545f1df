using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>The copper of all nets of a board as it is, and what it claims.</summary>
internal sealed class Layout : IDisposable
{
    private readonly int[][] _footprints;

    public Layout(TreeBoard board)
    {
        var plan = board.Plan;
        var sockets = Enumerable.Range(0, plan.Sockets.Length).ToLookup(i => plan.Sockets[i].Net, i => board.FirstSocket + i);
        Board = board;
        Congestion = new(board);
        Nets = [.. plan.Nets.Select(net => new NetGraph(board, net.Id, [.. sockets[net.Id]]))];
        _footprints = [.. Nets.Select(_ => Array.Empty<int>())];
    }

    /// <summary>A board with earlier copper, as far as that is legal.</summary>
    /// <param name="earlier">Empty for none.</param>
    public static Layout Of(RoutingPlan plan, Ground ground, RoutedBoard earlier)
    {
        var kept = new KeptCopper(plan, ground.Grid, ground.Index, earlier);
        var layout = new Layout(TreeBoard.Of(plan, ground, kept.Legs, more: true));
        kept.Lay(layout);
        return layout;
    }

    /// <summary>Gives its memory and its board's back.</summary>
    public void Dispose()
    {
        foreach (var net in Nets)
        {
            net.Dispose();
        }

        Congestion.Dispose();
        Board.Dispose();
    }

    public TreeBoard Board { get; }

    public Congestion Congestion { get; }

    /// <summary>By the net's id less one.</summary>
    public NetGraph[] Nets { get; }

    /// <summary>What a net claims, by its index in <see cref="Nets"/>.</summary>
    public int[] Footprint(int net) => _footprints[net];

    /// <summary>Puts what a net's copper claims now in the place of what it claimed.</summary>
    public void Claim(int net, int[] footprint)
    {
        Congestion.Replace(_footprints[net], footprint);
        _footprints[net] = footprint;
    }

    /// <summary>Takes what a net became, and remembers what it disputed.</summary>
    /// <param name="memory">How much dearer that is from now on.</param>
    public void Take(int net, Rerouted rerouted, int memory)
    {
        rerouted.Disputed.ForEach(resource => Congestion.History.At(resource) += memory);
        Claim(net, rerouted.Footprint);
    }

    /// <summary>Claims what all nets' copper is now.</summary>
    public void ClaimAll()
    {
        var scratch = new OwnClaims(Congestion.Count);
        for (var net = 0; net < Nets.Length; net++)
        {
            Claim(net, Congestion.Footprint(Nets[net], scratch));
        }

        scratch.Dispose();
    }

    /// <summary>True where every net is in one piece.</summary>
    public bool IsJoined => Nets.All(net => net.LabelComponents() <= 1);

    /// <summary>Pieces that are not joined to the rest of their nets.</summary>
    public int Loose => Nets.Sum(net => Math.Max(0, net.LabelComponents() - 1));

    /// <summary>Sockets that were given up: no net tries to join them.</summary>
    public int SetAside => Nets.Sum(net => net.AllSockets.Length - net.Sockets.Length);

    /// <summary>The copper of all nets.</summary>
    public RoutedBoard Copper() => TreeCopper.Build(Board, Nets);
}
