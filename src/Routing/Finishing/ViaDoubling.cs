using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// Gives every via of a supply net a second one beside it where there is room, joined on both layers: half the resistance, and one bad hole does not break the net.
/// </summary>
internal sealed class ViaDoubling
{
    private static readonly Point[] Directions = [new(1, 0), new(0, 1), new(-1, 0), new(0, -1)];

    private readonly RoutingPlan _plan;
    private readonly Surroundings _surroundings;
    private readonly RoutedHoles _holes;

    private ViaDoubling(RoutingPlan plan, RoutedBoard routed)
    {
        (_plan, _surroundings) = (plan, new(plan, routed));
        _surroundings.KeepOffSockets();
        _holes = new(plan, routed);
    }

    public static RoutedBoard Apply(RoutingPlan plan, RoutedBoard routed)
    {
        var vias = routed.Vias.Where(via => plan.Rules.IsWidenedAsPower(via.Net)).ToList();
        if (vias.Count == 0)
        {
            return routed;
        }

        var doubling = new ViaDoubling(plan, routed);
        var seconds = vias.Select(via => (First: via, Second: doubling.Second(via))).Where(pair => pair.Second is not null).ToList();
        return routed with
        {
            Tracks = routed.Tracks.AddRange(seconds.SelectMany(pair => doubling.Bridges(pair.First, pair.Second!))),
            Vias = routed.Vias.AddRange(seconds.Select(pair => pair.Second!)),
        };
    }

    /// <summary>The second via, which then stands in the way of others; null where there is no room.</summary>
    private Via? Second(Via first)
    {
        foreach (var direction in Directions)
        {
            var second = first with { At = Line.Along(first.At, direction, first.Hole + _plan.Rules.HoleToHole) };
            if (Fits(first, second))
            {
                _holes.Add(second);
                _surroundings.Add(second);
                foreach (var bridge in Bridges(first, second))
                {
                    _surroundings.Add(bridge);
                }

                return second;
            }
        }

        return null;
    }

    private bool Fits(Via first, Via second)
    {
        var net = _surroundings.IdOf(first.Net);

        // The hole may need more room than the pad about it.
        var half = Math.Max((second.Diameter + 1) / 2, second.Hole / 2 + _plan.Rules.HoleClearance - _plan.Rules.ClearanceOf(first.Net));
        return _holes.IsClear(second.At, _plan.Rules) && Enum.GetValues<CopperLayer>().All(layer =>
            _surroundings.Room(layer, second.At, second.At, net, half) >= half - 0.5
            && _surroundings.Room(layer, first.At, second.At, net, Width / 2) >= Width / 2 - 0.5);
    }

    /// <summary>Short tracks between the two, on both layers.</summary>
    private IEnumerable<Track> Bridges(Via first, Via second) =>
        Enum.GetValues<CopperLayer>().Select(layer => new Track(first.Net, TrackKind.Track, layer, Width, [first.At, second.At]));

    /// <summary>As wide as the vias, so that the bridge needs no room that they do not need; no narrower than any track.</summary>
    private long Width => Math.Max(_plan.Rules.ViaDiameter, _plan.Rules.TrackWidth + 1) / 2 * 2;
}
