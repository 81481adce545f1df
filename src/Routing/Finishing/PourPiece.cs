using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Finishing;

/// <summary>A piece of a layer's pour.</summary>
/// <param name="IsJoined">True where it meets other copper of its net.</param>
internal sealed record PourPiece(CopperLayer Layer, Polygon Area, bool IsJoined);
