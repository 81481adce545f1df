using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Negotiation;

/// <summary>How many grid vertices the searches for a board's last sockets may look at before these are left open.</summary>
/// <param name="Looks">On the board's own grid.</param>
/// <param name="FinerLooks">On the finest grid, from the copper that is there; 0 where none is tried.</param>
/// <param name="LooksANode">On the board's own grid as many for each of its nodes, where that is more, but at most twice as many as <paramref name="Looks"/>.</param>
/// <param name="Halvings">How often the board is routed once more from the start, each time on a grid half as wide.</param>
internal readonly record struct Effort(long Looks, long FinerLooks, int LooksANode = 0, int Halvings = 0)
{
    /// <summary>What completes almost every board that can be completed, in less than a minute.</summary>
    public static readonly Effort Normal = new(40_000_000, 120_000_000, 200, 1);

    /// <summary>Several minutes, which only boards without room for all need.</summary>
    public static readonly Effort Thorough = new(160_000_000, 1_000_000_000, 800, 2);

    /// <summary>Where more sockets are open, room is short everywhere and not by a track's width: the more, the less do finer grids and more tries help.</summary>
    private const int OpenForAllLooks = 6;

    /// <summary>Of a board with more open sockets another try from the start gives as many.</summary>
    private const int OpenToRouteAgain = 16;

    /// <summary>What a job's rules ask for.</summary>
    public static Effort For(SearchEffort effort) => effort == SearchEffort.Thorough ? Thorough : Normal;

    /// <summary>The same from the start on a grid half as wide.</summary>
    public Effort OnFinerGrid => new(Looks, FinerLooks / 2, LooksANode / 4, Halvings - 1);

    /// <summary>Looks on a grid of so many nodes.</summary>
    public long LooksOn(int nodes) => Math.Clamp((long)LooksANode * nodes, Looks, 2 * Looks);

    /// <summary>True where so few sockets are open that the board is worth routing once more.</summary>
    public static bool IsHopeful(int open) => open <= OpenToRouteAgain;

    /// <summary>Of so many looks those that are worthwhile where so many sockets are open.</summary>
    public static long Share(long looks, int open) => open <= OpenForAllLooks ? looks : looks * OpenForAllLooks / open;
}
