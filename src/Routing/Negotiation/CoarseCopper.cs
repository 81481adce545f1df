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
                fine.Nets[i].LinkAll(Run(coarse.Board, fine.Board, a, b));
            }
        }

        fine.ClaimAll();
    }

    /// <summary>The fine grid's vertices from one end of a coarse link to the other.</summary>
    private static List<int> Run(TreeBoard coarse, TreeBoard fine, int a, int b)
    {
        if (a >= coarse.FirstSocket)
        {
            return [fine.FirstSocket + a - coarse.FirstSocket, StateOf(coarse, fine, b)];
        }

        int from = StateOf(coarse, fine, a), to = StateOf(coarse, fine, b);
        if (b == coarse.OtherLayer(a))
        {
            return [from, to];
        }

        var step = fine.Grid.Delta[coarse.Grid.DirectionOf(b - a)];
        return [.. Enumerable.Range(0, (to - from) / step + 1).Select(i => from + i * step)];
    }

    private static int StateOf(TreeBoard coarse, TreeBoard fine, int state) =>
        coarse.Layer(state) * fine.Grid.Count + fine.Grid.NodeAt(coarse.Grid.At(coarse.Node(state)));
}
