using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>What coming too near to another net costs while conflicts are negotiated, in <see cref="PathCost"/> units: little at first, half as much again after every round.</summary>
internal static class ConflictPrice
{
    public const int First = 4 * PathCost.Straight;

    /// <summary>To begin with where almost all is joined already.</summary>
    public const int Late = 16 * First;

    private const int Highest = 400 * PathCost.Straight;

    /// <summary>The price of the next round.</summary>
    public static int After(int price) => Math.Min(Highest, price + price / 2);
}
