using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// What is done to copper after it has been routed: corners are cut, runs move to the middle of their corridor, tracks take the width that
/// their net asks for where there is room, vias of supply nets are doubled, and a net's pour fills what is left. Every step keeps every distance exactly, leaves joined what was joined, and costs nothing where the
/// rules ask for nothing.
/// </summary>
internal static class CopperFinisher
{
    /// <param name="workers">Most threads at work; the result does not depend on it.</param>
    /// <param name="printed">Areas of the silkscreen that a board with such copper gets, which vias that are added for a pour keep their holes out of; null for none.</param>
    public static RoutedBoard Finish(RoutingPlan plan, RoutedBoard routed, int workers = 1, Func<RoutedBoard, ImmutableArray<Box>>? printed = null)
    {
        var mitred = TrackMitre.Apply(plan, routed, workers);
        var centred = TrackCentring.Apply(plan, mitred);
        var widened = TrackWidening.Apply(plan, centred);
        var doubled = ViaDoubling.Apply(plan, widened);
        return CopperPour.Apply(plan, doubled, printed);
    }
}
