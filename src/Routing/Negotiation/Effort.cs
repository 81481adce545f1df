namespace MakeDevice.Routing.Negotiation;

/// <summary>How many grid vertices the searches for a board's last sockets may look at before these are left open.</summary>
/// <param name="Looks">On the board's own grid.</param>
/// <param name="FinerLooks">On a grid half as wide; 0 where none is tried.</param>
internal readonly record struct Effort(long Looks, long FinerLooks)
{
    /// <summary>A minute or so, which only boards without room for all need.</summary>
    public static readonly Effort Full = new(100_000_000, 80_000_000);
}
