using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Verification;

/// <summary>A hole or slot as the copper sees it.</summary>
/// <param name="Module">The module that it belongs to; <see cref="ModuleZones.None"/> for a via that was added to the board.</param>
internal readonly record struct DrilledHole(Capsule Shape, int Module)
{
    public bool Added => Module == ModuleZones.None;

    public static DrilledHole Of(DrillHit hit, RoutedCopper routed, ModuleZones zones) => hit switch
    {
        DrillHole hole => new(
            new(hole.At, hole.At, hole.Diameter / 2), routed.IsVia(hole.At, hole.Diameter) ? ModuleZones.None : zones.ModuleAt(hole.At)),
        DrillSlot slot => new(
            new(slot.From, slot.To, slot.Diameter / 2), zones.ModuleAt(slot.From) is var module && module == zones.ModuleAt(slot.To) ? module : ModuleZones.None),
        _ => throw new NotSupportedException($"Unknown drill hit {hit.GetType().Name}."),
    };
}
