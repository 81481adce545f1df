namespace MakeDevice.Routing.Negotiation;

/// <summary>The copper of a layout on a grid of which every node is a node of a finer one: there it is as legal as it was.</summary>
internal static class CoarseCopper
{
    /// <summary>The legs in use, which the finer board must know.</summary>
    public static List<CarriedLeg> LegsOf(Layout coarse) =>
    [
        .. from net in coarse.Nets
           from socket in net.Sockets
           from end in net.LegEnds(socket)
           select new CarriedLeg(socket - coarse.Board.FirstSocket, coarse.Board.Layer(end), coarse.Board.LegOf(socket, end).Access),
    ];

    /// <summary>Lays it on a finer grid.</summary>
    /// <param name="fine">Without copper, on a board that knows the legs in use.</param>
    public static void Lay(Layout coarse, Layout fine)
    {
        for (var i = 0; i < coarse.Nets.Length; i++)
        {
            foreach (var (a, b) in coarse.Nets[i].Links())
            {
                Lay(coarse.Board, fine.Board, a, b, fine.Nets[i]);
            }
        }

        fine.ClaimAll();
    }

    /// <summary>Lays what is on the fine grid from one end of a coarse link to the other.</summary>
    private static void Lay(TreeBoard coarse, TreeBoard fine, int a, int b, NetGraph net)
    {
        var to = StateOf(coarse, fine, b);
        if (a >= coarse.FirstSocket)
        {
            net.Link(fine.FirstSocket + a - coarse.FirstSocket, to);
        }
        else if (b == coarse.OtherLayer(a))
        {
            net.Link(StateOf(coarse, fine, a), to);
        }
        else
        {
            var (from, delta) = (StateOf(coarse, fine, a), fine.Grid.Delta[coarse.Grid.DirectionOf(b - a)]);
            net.LinkRun(from, delta, (to - from) / delta);
        }
    }

    private static int StateOf(TreeBoard coarse, TreeBoard fine, int state) =>
        coarse.Layer(state) * fine.Grid.Count + fine.Grid.NodeAt(coarse.Grid.At(coarse.Node(state)));
}
