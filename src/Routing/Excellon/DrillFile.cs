using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Excellon;

/// <summary>One Excellon drill file, normalised to nanometres.</summary>
/// <param name="Plated">What the file says of itself; null where it does not say.</param>
internal sealed record DrillFile(bool? Plated, ImmutableArray<DrillHit> Hits)
{
    public static readonly DrillFile Empty = new(null, []);
}

/// <summary>A hole or slot and the tool that makes it.</summary>
/// <param name="Diameter">Tool diameter, nanometres.</param>
/// <param name="Function">The tool's .AperFunction, for instance <c>ViaDrill</c> or <c>ComponentDrill</c>; null where not stated.</param>
internal abstract record DrillHit(long Diameter, string? Function);

internal sealed record DrillHole(Point At, long Diameter, string? Function) : DrillHit(Diameter, Function);

/// <summary>A straight slot, made by G85 or by one routed segment.</summary>
internal sealed record DrillSlot(Point From, Point To, long Diameter, string? Function) : DrillHit(Diameter, Function);
