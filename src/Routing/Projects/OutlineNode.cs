using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Projects;

/// <summary>A corner of a free outline, in board coordinates.</summary>
/// <param name="Radius">Of the fillet at the corner, nanometres; 0 for a sharp corner.</param>
/// <param name="Bulge">
/// Of the edge to the next corner: the tangent of a quarter of its angle, positive where the edge turns counter-clockwise (as in DXF group code 42); 0 for a straight edge.
/// </param>
internal readonly record struct OutlineNode(Point At, double Radius, double Bulge);
