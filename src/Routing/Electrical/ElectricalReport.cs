using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Electrical;

/// <summary>What the final copper is worth electrically, net by net in ordinal order of names; nets of one socket are left out.</summary>
/// <param name="IsComplete">False where the copper is so complex that it was not measured.</param>
internal sealed record ElectricalReport(ImmutableArray<NetElectrical> Nets, ElectricalRules Rules, bool IsComplete)
{
    public static readonly ElectricalReport None = new([], new(), false);
}

/// <summary>A net.</summary>
/// <param name="IsPower">True for a supply net or ground.</param>
/// <param name="Source">Where its current comes from.</param>
/// <param name="Sockets">All others, in order of their ids.</param>
/// <param name="Neck">Where the least current can pass from the source to some socket; null where no copper leads to any.</param>
/// <param name="Capacitance">Farads.</param>
/// <param name="Supply">What becomes of it under its modules' currents; null for nets that are no supply.</param>
internal sealed record NetElectrical(
    string Net, bool IsPower, BoardSocket Source, ImmutableArray<SocketElectrical> Sockets, NeckElectrical? Neck, double Capacitance, SupplyElectrical? Supply)
{
    /// <summary>The socket with most resistance to the source; null where none is joined to it.</summary>
    public SocketElectrical? Worst => Sockets.Where(socket => socket.Ohms is not null).MaxBy(socket => socket.Ohms);

    /// <summary>The socket that is farthest from the source along the copper.</summary>
    public SocketElectrical? Farthest => Sockets.Where(socket => socket.Length is not null).MaxBy(socket => socket.Length);
}

/// <param name="Ohms">Between the socket and the source; null where no copper joins them.</param>
/// <param name="Length">The shortest way along the copper to the source, nanometres; holes count with the thickness of the board.</param>
internal sealed record SocketElectrical(BoardSocket Socket, double? Ohms, double? Length);

/// <param name="Width">Nanometres; of a hole its perimeter.</param>
/// <param name="Layer">Null for the wall of a hole.</param>
/// <param name="Limit">The current from source to socket that warms this place by what the rules allow, amperes.</param>
internal sealed record NeckElectrical(double Width, CopperLayer? Layer, Point At, double Limit);

/// <param name="Current">Of all modules together, amperes.</param>
/// <param name="Drop">Between the source and the socket that loses most, volts.</param>
/// <param name="At">That socket; null where none draws a current.</param>
/// <param name="Hottest">The place that comes nearest to its limit; null where no current flows. Its <see cref="NeckElectrical.Limit"/> is its own.</param>
/// <param name="HottestCurrent">The current there, amperes.</param>
internal sealed record SupplyElectrical(double Current, double Drop, BoardSocket? At, NeckElectrical? Hottest, double HottestCurrent);
