using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Finishing;

/// <summary>All holes of a routed board, its modules' and its vias', for new ones that keep the rules' distance from every one of them.</summary>
internal sealed class RoutedHoles(RoutingPlan plan, RoutedBoard routed)
{
    /// <summary>Holes belong to no net here: they keep the same distance whosever they are.</summary>
    private const int AnyNet = 0;

    private readonly ObstacleIndex _index = new(
        [.. TreePlan.ObstaclesOf(plan).Where(obstacle => obstacle.Kind == ObstacleKind.Hole), .. routed.Vias.Select(via => Obstacle.HoleOf(via, AnyNet))]);

    public void Add(Via via) => _index.Add(Obstacle.HoleOf(via, AnyNet));

    /// <inheritdoc cref="ObstacleIndex.HoleIsClear"/>
    public bool IsClear(Point at, DesignRules rules) => _index.HoleIsClear(at, rules);
}
