using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Projects;

/// <summary>The board's outline: a rectangle by width, height and corner radius, which connectors may open; or a free outline in its place.</summary>
public sealed record BoardOutline(long Width, long Height, long CornerRadius, bool TopConnector, bool BottomConnector)
{
    /// <summary>The outline that the user drew; null for the rectangle. Width and height are then those of its bounds.</summary>
    internal FreeOutline? Free { get; private init; }

    /// <summary>The rectangle, or what the free outline fits into; of a rectangle the origin is the centre.</summary>
    public Box Bounds => Free?.Bounds ?? new(-Width / 2, -Height / 2, Width - Width / 2, Height - Height / 2);

    /// <summary>A board without rounded corners and openings: these are the outline's own matter.</summary>
    internal static BoardOutline Of(FreeOutline free) => new(free.Bounds.Width, free.Bounds.Height, 0, false, false) { Free = free };
}
