using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Negotiation;

/// <summary>How many grid vertices the searches for a board's last sockets may look at before these are left open.</summary>
/// <param name="Looks">On the board's own grid.</param>
/// <param name="FinerLooks">On the finest grid, from the copper that is there; 0 where none is tried.</param>
/// <param name="LooksANode">On the board's own grid as many for each of its nodes, where that is more, but at most half as many again as <paramref name="Looks"/>.</param>
/// <param name="Halvings">How often the board is routed once more from the start, each time on a grid half as wide.</param>
/// <param name="LooksInAll">On all grids together.</param>
internal readonly record struct Effort(long Looks, long FinerLooks, int LooksANode = 0, int Halvings = 0, long LooksInAll = long.MaxValue)
{
    /// <summary>What completes almost every board that can be completed, in less than a minute.</summary>
    public static readonly Effort Normal = new(50_000_000, 100_000_000, 200, 1, 170_000_000);

    /// <summary>Several minutes, which only boards without room for all need.</summary>
    public static readonly Effort Thorough = new(200_000_000, 800_000_000, 800, 2, 1_600_000_000);

    /// <summary>Where more sockets are open, room is short everywhere and not by a track's width: the more, the less do finer grids and more tries help.</summary>
    private const int OpenForAllLooks = 6;

    /// <summary>Of a board with more open sockets another try from the start gives as many.</summary>
    private const int OpenToRouteAgain = 16;

    /// <summary>What a job's rules ask for.</summary>
    public static Effort For(SearchEffort effort) => effort == SearchEffort.Thorough ? Thorough : Normal;

    /// <summary>True where so many sockets are open that room is short all over the board.</summary>
    public static bool IsCrowded(int open) => open > OpenToRouteAgain;

    /// <summary>What is left for the same from the start on a grid half as wide.</summary>
    /// <param name="looks">That were taken so far.</param>
    public Effort OnFinerGrid(long looks) => this with { LooksANode = LooksANode / 4, Halvings = Halvings - 1, LooksInAll = Math.Max(0, LooksInAll - looks) };

    /// <summary>Looks on a grid of so many nodes.</summary>
    public long LooksOn(int nodes) => Math.Min(Math.Clamp((long)LooksANode * nodes, Looks, Looks + Looks / 2), LooksInAll);

    /// <summary>Looks on the finest grid, where so many sockets are open and so many looks were taken before.</summary>
    public long FinerLooksFor(int open, long looks) => Math.Min(Share(FinerLooks, open), LooksInAll - looks);

    /// <summary>True where so few sockets are open that the board is worth routing once more.</summary>
    /// <param name="looks">That were taken so far.</param>
    public bool IsWorthHalving(int open, long looks) => open > 0 && !IsCrowded(open) && Halvings > 0 && LooksInAll - looks >= Looks / 2;

    /// <summary>Of so many looks those that may be taken in vain where so many sockets are open: of a crowded board every further one counts four times.</summary>
    public static long Share(long looks, int open)
    {
        var share = open <= OpenForAllLooks ? looks : looks / open * OpenForAllLooks;
        return IsCrowded(open) ? (long)(share * Math.Pow((double)OpenToRouteAgain / open, 3)) : share;
    }
}
