using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Finishing;

/// <summary>A plan of a board of 40 x 40 mm with nets and nothing else on it.</summary>
internal static class EmptyPlan
{
    public static RoutingPlan Of(DesignRules rules, params string[] nets) => new(
        new(40 * Units.Millimetre, 40 * Units.Millimetre, 0, false, false), rules, new(rules.Grid, 0, 0),
        [.. nets.Select((net, i) => new PlannedNet(i + 1, net, Side.Left, 0))], [], [], [], []);
}
