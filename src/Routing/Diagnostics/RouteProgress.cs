using System.Collections.Immutable;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Diagnostics;

/// <summary>What a round of a running route came to, told side by side.</summary>
/// <param name="Round">From 0; every stage, and every grid that is tried, begins anew.</param>
/// <param name="Connected">Of the side's sockets those that are joined without a conflict.</param>
/// <param name="Copper">Builds the side's copper so far, with what is still in conflict; call it at once, and only where a picture is wanted.</param>
public sealed record RouteProgress(Side Side, int Round, int Connected, int Sockets, Func<RoutedBoard> Copper)
{
    /// <summary>The stage that is told once, of a side that is routed.</summary>
    public const string Finished = "finished";

    /// <summary>The part of routing that goes round: <c>coarse</c> or <c>detailed</c>; <see cref="Finished"/> once it is over.</summary>
    public required string Stage { get; init; }

    /// <summary>Names of the side's nets that were ripped up and routed again.</summary>
    public ImmutableArray<string> Nets { get; init; } = [];

    /// <summary>Places that more nets claim than fit there, of both sides.</summary>
    public int Overuse { get; init; }

    /// <summary>Nodes that all searches of the stage have expanded so far.</summary>
    public long NodesExpanded { get; init; }
}

/// <summary>Watches a router at work, round after round; a router that nobody watches spends nothing on it.</summary>
public interface IRouterTrace
{
    /// <summary>Told after every round of a side, from any thread.</summary>
    void Add(RouteProgress round);
}
