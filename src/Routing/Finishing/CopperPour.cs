using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// Fills both layers with a net's copper: the board inside its edge clearance less all that the pour must keep away from, without necks
/// thinner than asked and without islands. Tracks and vias of the net run into it; pads are joined by thermal spokes, the layers by stitching vias.
/// </summary>
internal static class CopperPour
{
    /// <summary>More than what all rounding takes from a distance; nanometres.</summary>
    private const long Slack = 20;

    /// <summary>The outline's arcs will be looked at as chords, which deviate by less; nanometres.</summary>
    private const long OutlineSlack = 1_000;

    /// <returns>The same copper where the rules ask for no pour, or for one of a net that the board does not have.</returns>
    /// <inheritdoc cref="CopperFinisher.Finish"/>
    public static RoutedBoard Apply(RoutingPlan plan, RoutedBoard routed, Func<RoutedBoard, ImmutableArray<Box>>? printed)
    {
        if (plan.Rules.Pour is not { } pour || plan.Nets.FirstOrDefault(net => net.Name == pour.Net) is not { } net)
        {
            return routed;
        }

        var spokes = ThermalSpokes.Of(plan, routed, pour, net);
        ImmutableArray<PourPiece> pieces = [.. Enum.GetValues<CopperLayer>().SelectMany(layer => Fill(plan, routed, pour, net, layer, spokes.Where(spoke => spoke.Layer == layer).ToList()))];
        var (vias, joined) = PourStitching.Of(plan, routed, pour, net, pieces, printed);
        return routed with
        {
            Tracks = routed.Tracks.AddRange(spokes.Where(spoke => joined.Any(piece => piece.Layer == spoke.Layer && Reaches(spoke, piece.Area)))),
            Vias = routed.Vias.AddRange(vias),
            Pours = [.. joined.Select(piece => new Pour(net.Name, piece.Layer, new(CutIns.Join(piece.Area))))],
        };
    }

    /// <summary>A layer's pour.</summary>
    private static IEnumerable<PourPiece> Fill(
        RoutingPlan plan, RoutedBoard routed, PourRules pour, PlannedNet net, CopperLayer layer, List<Track> spokes)
    {
        var opening = pour.MinWidth / 2;
        var blocked = PourObstacles.On(plan, routed, pour, net, layer).SelectMany(obstacle => Inflation.Of(obstacle.Shape, obstacle.Distance + opening + Slack));
        var pieces = PourArea.Fill(PourOutline.Of(plan, pour, opening + OutlineSlack), OutOfZones(plan, blocked, pour.Clearance + opening), opening);
        var own = routed.Tracks.Where(track => track.Net == net.Name && track.Layer == layer).ToList();
        return pieces.Select(piece => new PourPiece(layer, piece, spokes.Exists(spoke => Reaches(spoke, piece)) || own.Exists(track => Meets(track, piece))
            || routed.Vias.Any(via => via.Net == net.Name && Shapes.Contains(piece, via.At))));
    }

    /// <summary>
    /// Most of a module's copper lies so deep in a zone, or so near it, that what the pour keeps from the zone alone covers it. That is drawn wider than the areas here, by the
    /// slack: no zone is taken for its own cover.
    /// </summary>
    private static IEnumerable<ImmutableArray<Point>> OutOfZones(RoutingPlan plan, IEnumerable<ImmutableArray<Point>> areas, long distance)
    {
        var covers = plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Zone && obstacle.Module != Obstacle.BoardEdge)
            .SelectMany(zone => Inflation.Of(zone.Shape, distance)).Select(ring => new Polygon(ring)).ToList();
        return areas.Where(area => !covers.Exists(cover => cover.Bounds.Contains(area[0]) && area.All(corner => Shapes.Contains(cover, corner))));
    }

    private static bool Reaches(Track spoke, Polygon piece) => Shapes.Contains(piece, spoke.Points[^1]);

    private static bool Meets(Track track, Polygon piece)
    {
        for (var i = 1; i < track.Points.Count; i++)
        {
            if (Shapes.DistanceToSegment(piece, track.Points[i - 1], track.Points[i], 1) <= 0)
            {
                return true;
            }
        }

        return false;
    }
}
