using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Negotiation;

/// <summary>How many grid vertices the searches for a board's last sockets may look at before these are left open.</summary>
/// <param name="Looks">On the board's own grid.</param>
/// <param name="FinerLooks">On the finest grid, from the copper that is there; 0 where none is tried.</param>
/// <param name="LooksANode">On the board's own grid as many for each of its nodes, where that is more.</param>
/// <param name="Halvings">How often the board is routed once more from the start, each time on a grid half as wide.</param>
internal readonly record struct Effort(long Looks, long FinerLooks, int LooksANode = 0, int Halvings = 0)
{
    /// <summary>What completes almost every board that can be completed.</summary>
    public static readonly Effort Normal = new(40_000_000, 250_000_000, 200, 2);

    /// <summary>Ten minutes and more, which only boards without room for all need.</summary>
    public static readonly Effort Thorough = new(160_000_000, 1_000_000_000, 800, 2);

    /// <summary>What a job's rules ask for.</summary>
    public static Effort For(SearchEffort effort) => effort == SearchEffort.Thorough ? Thorough : Normal;

    /// <summary>The same from the start on a grid half as wide: of four times the nodes, and on which a path is twice as long.</summary>
    public Effort OnFinerGrid => new(3 * Looks, FinerLooks, LooksANode / 3, Halvings - 1);

    /// <summary>Looks on a grid of so many nodes.</summary>
    public long LooksOn(int nodes) => Math.Max(Looks, (long)LooksANode * nodes);
}
