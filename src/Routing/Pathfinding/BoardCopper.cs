using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Both layers with all routed copper, for the two-layer repair: exact shapes beside the two maps.</summary>
internal sealed class BoardCopper
{
    private readonly RoutingPlan _plan;
    private readonly RoutingGrid _grid;
    private readonly ObstacleIndex _obstacles;
    private readonly List<Track> _tracks = [];
    private readonly List<Via> _vias = [];
    private readonly Dictionary<string, ushort> _ids;
    private readonly CopperMap[] _maps;

    public BoardCopper(RoutingPlan plan, RoutingGrid grid, ObstacleIndex obstacles, RoutedBoard routed)
    {
        _plan = plan;
        _grid = grid;
        _obstacles = obstacles;
        _ids = plan.Nets.ToDictionary(net => net.Name, net => (ushort)net.Id, StringComparer.Ordinal);
        _maps =
        [
            StaticMap.Build(plan, grid, CopperLayer.Front, reserveBuses: false),
            StaticMap.Build(plan, grid, CopperLayer.Back, reserveBuses: false),
        ];
        Add(routed.Tracks, routed.Vias);
    }

    public IReadOnlyList<Track> Tracks => _tracks;

    public IReadOnlyList<Via> Vias => _vias;

    public CopperMap Map(int layer) => _maps[layer];

    public void Add(IEnumerable<Track> tracks, IEnumerable<Via> vias)
    {
        var half = _plan.Rules.TrackWidth / 2.0;
        foreach (var track in tracks)
        {
            _tracks.Add(track);
            var net = _ids[track.Net];
            for (var i = 1; i < track.Points.Count; i++)
            {
                Stamp(_maps[(int)track.Layer], track.Points[i - 1], track.Points[i], track.Width / 2.0 + _plan.Rules.Clearance + half, net);
            }
        }

        foreach (var via in vias)
        {
            _vias.Add(via);
            foreach (var map in _maps)
            {
                Stamp(map, via.At, via.At, via.Diameter / 2.0 + _plan.Rules.Clearance + half, _ids[via.Net]);
            }
        }
    }

    /// <summary>True where new copper along a–b keeps its distance from all routed copper of other nets.</summary>
    public bool IsClear(int layer, Point a, Point b, long radius, ushort net)
    {
        var clearance = _plan.Rules.Clearance;
        foreach (var track in _tracks)
        {
            if ((int)track.Layer != layer || _ids[track.Net] == net)
            {
                continue;
            }

            for (var i = 1; i < track.Points.Count; i++)
            {
                if (Segments.SegmentToSegment(track.Points[i - 1], track.Points[i], a, b) < radius + track.Width / 2.0 + clearance - 0.5)
                {
                    return false;
                }
            }
        }

        return _vias.TrueForAll(via =>
            _ids[via.Net] == net || Segments.PointToSegment(via.At, a, b) >= radius + via.Diameter / 2.0 + clearance - 0.5);
    }

    /// <summary>True where a new via keeps every distance on both layers.</summary>
    public bool ViaFits(Point at, ushort net)
    {
        var rules = _plan.Rules;
        var radius = rules.ViaDiameter / 2;
        return BoardEdge.Depth(_plan.Outline, at) >= rules.RoutedEdgeClearance + radius
            && _vias.TrueForAll(via => via.At.DistanceTo(at) >= (via.Hole + rules.ViaHole) / 2.0 + rules.HoleToHole - 0.5)
            && IsClear(0, at, at, radius, net)
            && IsClear(1, at, at, radius, net)
            && _obstacles.IsClear(CopperLayer.Front, at, at, radius, net, -1, rules)
            && _obstacles.IsClear(CopperLayer.Back, at, at, radius, net, -1, rules)
            && _obstacles.HoleIsClear(at, rules);
    }

    private void Stamp(CopperMap map, Point a, Point b, double reach, ushort net)
    {
        ShapeMarker.Mark(_grid, map, new Capsule(a, b, 0), reach, net);
        var box = Box.Around(a, b);
        for (var row = _grid.RowAtOrAfter(box.Bottom); row <= _grid.RowAtOrBefore(box.Top); row++)
        {
            for (var column = _grid.ColumnAtOrAfter(box.Left); column <= _grid.ColumnAtOrBefore(box.Right); column++)
            {
                var node = _grid.Node(column, row);
                var at = _grid.At(node);
                if (box.Contains(at) && Segments.PointToSegment(at, a, b) < 0.5)
                {
                    map.SetFlag(node, CopperMap.Path);
                }
            }
        }
    }
}
