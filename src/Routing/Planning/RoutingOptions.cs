namespace MakeDevice.Routing.Planning;

/// <summary>
/// What steers the router beside the design rules, in one place: prices, which all stages and comparisons share, and bounds of effort, which are
/// counted in nodes expanded and never in time, so that the same board gives the same bytes anywhere.
/// </summary>
internal sealed record RoutingOptions
{
    public static RoutingOptions Default { get; } = new();

    /// <summary>Track that one via is worth; nanometres. Rival routers lie between 8 mm (many vias) and 25 mm (few).</summary>
    public long ViaLength { get; init; } = 12_250_000;

    /// <summary>How many track pitches apart the lines of the coarse graph are, tried in this order: the wider, the quicker; the narrower, the more fits.</summary>
    public IReadOnlyList<int> Coarseness { get; init; } = [2, 1];

    /// <summary>Of how many sockets at most one may stay open on a coarse graph before a narrower one is tried.</summary>
    public int SocketsAnOpenOne { get; init; } = 16;

    /// <summary>From so many sockets on, a board that the coarse graph completes stays on its lines unless the rules ask for compact copper.</summary>
    public int SocketsToStayCoarse { get; init; } = 150;

    /// <summary>Nodes that drawing tighter may expand for each socket; what is reached then is as good as any.</summary>
    public int PolishNodesASocket { get; init; } = 60_000;
}
