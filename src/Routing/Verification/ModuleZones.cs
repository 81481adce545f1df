using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Verification;

/// <summary>Tells by place which module copper or a hole belongs to. What reaches out of every zone was added to the board.</summary>
internal sealed class ModuleZones
{
    /// <summary>No module's.</summary>
    public const int None = -1;

    /// <summary>A module's pads may reach this far out of its zone, nanometres; those of the shared modules reach 0.125 mm.</summary>
    private const long Overhang = 500_000;

    /// <summary>A place this far outside of a zone is still in it, nanometres: turned corners are rounded.</summary>
    private const long Grace = 1_000;

    private readonly ImmutableArray<BoardZone> _zones;
    private int _last;

    public ModuleZones(ImmutableArray<BoardZone> zones)
    {
        _zones = zones;
        Polygons = [.. zones.Select(zone => new Polygon(zone.Corners.Items))];
    }

    /// <summary>The zones as shapes, in their order.</summary>
    public ImmutableArray<Polygon> Polygons { get; }

    /// <summary>The module whose zone holds a point, <see cref="None"/> where none does.</summary>
    public int ModuleAt(Point at)
    {
        // What is asked one after the other mostly lies in the same zone.
        for (var i = 0; i < _zones.Length; i++)
        {
            var zone = (_last + i) % _zones.Length;
            if (Polygons[zone].Bounds.Inflate(Grace).Contains(at) && Shapes.DistanceToPoint(Polygons[zone], at, Grace) < Grace)
            {
                _last = zone;
                return _zones[zone].Module;
            }
        }

        return None;
    }

    /// <summary>The module that copper of this extent belongs to: its middle is in the zone and little of it reaches out.</summary>
    public int ModuleOf(Box extent) =>
        ModuleAt(extent.Center) is >= 0 and var module && Reaches(Polygons[_last].Bounds.Inflate(Overhang), extent) ? module : None;

    private static bool Reaches(Box zone, Box extent) =>
        extent.Left >= zone.Left && extent.Right <= zone.Right && extent.Bottom >= zone.Bottom && extent.Top <= zone.Top;
}
