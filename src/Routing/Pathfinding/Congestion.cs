namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// The price of crossing other nets' tracks while they are negotiated (PathFinder: McMurchie and Ebeling, FPGA 1995): a
/// present price, and a history that grows wherever tracks have been fought over.
/// </summary>
internal sealed class Congestion(int nodes)
{
    private const int Present = 8 * PathCost.Straight;
    private const int Step = 3 * PathCost.Straight;

    // Keeps a step's cost within the ring of the bucket queue.
    private const int Most = 40 * PathCost.Straight;

    private readonly ushort[] _history = new ushort[nodes];

    public int Price(int node) => Present + _history[node];

    public void Remember(int node) => _history[node] = (ushort)Math.Min(_history[node] + Step, Most);
}
