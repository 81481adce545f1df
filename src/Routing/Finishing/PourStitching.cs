using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// Vias between the pours of both layers: one in every square of the pitch where there is room, at least two for what would else hang on a thin neck, and where a piece meets no
/// other copper of its net such as join it. What none of them joins is no part of the pour.
/// </summary>
internal sealed class PourStitching
{
    /// <summary>Vias that a region of both pours gets at least, where they fit: one bad hole does not part it.</summary>
    private const int Least = 2;

    /// <summary>Square nanometres. A smaller region gets vias only where a piece hangs on nothing else.</summary>
    private const double LeastRegion = 4e12;

    /// <summary>Places in a square, or of a region, that are tried.</summary>
    private const int MostTries = 12;

    private readonly RoutingPlan _plan;
    private readonly PourRules _pour;
    private readonly PlannedNet _net;
    private readonly PourMap _map;
    private readonly Surroundings _surroundings;
    private readonly RoutedHoles _holes;
    private readonly DesignRules _drilled;

    /// <summary>No hole may touch these: what is printed keeps the place that it has without a pour.</summary>
    private readonly ImmutableArray<Box> _printed;

    /// <summary>The net itself is 0, the pieces follow.</summary>
    private readonly DisjointSets _joined;

    private readonly List<(Via Via, int Region)> _vias = [];
    private readonly int[] _viasOfRegion;

    private PourStitching(RoutingPlan plan, RoutedBoard routed, PourRules pour, PlannedNet net, ImmutableArray<PourPiece> pieces, ImmutableArray<Box> printed)
    {
        _printed = printed;
        (_plan, _pour, _net) = (plan, pour, net);
        _drilled = StitchingVia.Of(plan.Rules);
        _map = new(plan.Outline.Bounds, (_drilled.ViaDiameter + 1) / 2, pieces);
        _viasOfRegion = new int[_map.Regions];
        _surroundings = new(plan, routed);
        _surroundings.KeepOffSockets();
        _holes = new(plan, routed);
        _joined = new(pieces.Length + 1);
        foreach (var (index, _) in pieces.Index().Where(piece => piece.Item.IsJoined))
        {
            _joined.Join(0, index + 1);
        }
    }

    /// <returns>The vias, and the pieces that are joined to their net by them or by other copper.</returns>
    /// <inheritdoc cref="CopperFinisher.Finish"/>
    public static (ImmutableArray<Via> Vias, ImmutableArray<PourPiece> Joined) Of(
        RoutingPlan plan, RoutedBoard routed, PourRules pour, PlannedNet net, ImmutableArray<PourPiece> pieces, Func<RoutedBoard, ImmutableArray<Box>>? printed)
    {
        if (pour.StitchPitch == 0)
        {
            return ([], [.. pieces.Where(piece => piece.IsJoined)]);
        }

        var stitching = new PourStitching(plan, routed, pour, net, pieces, printed?.Invoke(routed) ?? []);
        stitching.StitchSquares();
        stitching.StitchRegions();
        stitching.JoinFloating();
        return (
            [.. stitching._vias.Where(placed => stitching.IsJoined(stitching._map.PiecesOf(placed.Region).Front)).Select(placed => placed.Via)],
            [.. pieces.Where((_, index) => stitching.IsJoined(index))]);
    }

    private bool IsJoined(int piece) => _joined.Same(0, piece + 1);

    /// <summary>One via in every square of the pitch for each large region in it, as near to the square's middle as there is room.</summary>
    private void StitchSquares()
    {
        var size = (int)Math.Max(1, _pour.StitchPitch / _map.Step);
        (int X, int Y)[] places = [.. from y in Enumerable.Range(0, size) from x in Enumerable.Range(0, size) let dx = 2 * x - size + 1 let dy = 2 * y - size + 1 orderby dx * dx + dy * dy, y, x select (x, y)];
        var tries = new int[_map.Regions];
        for (var row = 0; row < _map.Rows; row += size)
        {
            for (var column = 0; column < _map.Columns; column += size)
            {
                Array.Clear(tries);
                foreach (var (x, y) in places)
                {
                    if (column + x < _map.Columns && row + y < _map.Rows && (row + y) * _map.Columns + column + x is var cell && _map.RegionOf(cell) is >= 0 and var region
                        && tries[region] < MostTries && IsLarge(region))
                    {
                        tries[region] = Place(region, _pour.StitchPitch / 2, _map.At(cell)) ? MostTries : tries[region] + 1;
                    }
                }
            }
        }
    }

    private bool IsLarge(int region) => (double)_map.CellsOf(region).Length * _map.Step * _map.Step >= LeastRegion;

    private void StitchRegions()
    {
        for (var region = 0; region < _map.Regions; region++)
        {
            if (IsLarge(region))
            {
                PlaceLeast(region);
            }
        }
    }

    /// <summary>Joins pieces that meet no copper of the net to such as do, and others to these, until none is left that could be.</summary>
    private void JoinFloating()
    {
        for (var isGrowing = true; isGrowing;)
        {
            isGrowing = false;
            for (var region = 0; region < _map.Regions; region++)
            {
                var (front, back) = _map.PiecesOf(region);
                if (IsJoined(front) != IsJoined(back))
                {
                    PlaceLeast(region);
                    isGrowing |= IsJoined(front) && IsJoined(back);
                }
            }
        }
    }

    /// <summary>Gives a region the vias that it lacks of the least number, each as far as can be from those that are there.</summary>
    private void PlaceLeast(int region)
    {
        while (_viasOfRegion[region] < Least)
        {
            int[] cells = _map.CellsOf(region).ToArray();
            var there = _vias.Where(placed => placed.Region == region).Select(placed => placed.Via.At).DefaultIfEmpty(_map.At(cells[^1])).ToList();
            if (!cells.OrderByDescending(cell => there.Min(_map.At(cell).SquaredDistanceTo)).ThenBy(cell => cell).Take(MostTries).Any(cell => Place(region, 2 * _drilled.ViaDiameter, _map.At(cell))))
            {
                return;
            }
        }
    }

    /// <summary>Puts a via on a place if there is room for it, so far at least from all other stitching vias.</summary>
    private bool Place(int region, long apart, Point at)
    {
        if (!_vias.TrueForAll(placed => placed.Via.At.DistanceTo(at) >= apart) || !Fits(at))
        {
            return false;
        }

        var via = new Via(_net.Name, at, _drilled.ViaDiameter, _drilled.ViaHole) { IsStitch = true };
        var (front, back) = _map.PiecesOf(region);
        _vias.Add((via, region));
        _viasOfRegion[region]++;
        _holes.Add(via);
        _joined.Join(front + 1, back + 1);
        return true;
    }

    /// <summary>The pad keeps the pour's own distances, so that it lies in the pour; the hole those of the rules.</summary>
    private bool Fits(Point at)
    {
        var clearance = Math.Max(_pour.Clearance, _plan.Rules.ClearanceOf(_net.Name));
        var half = Math.Max((_drilled.ViaDiameter + 1) / 2, _drilled.ViaHole / 2 + _plan.Rules.HoleClearance - clearance);
        return !IsPrinted(at)
            && _holes.IsClear(at, _drilled)
            && Enum.GetValues<CopperLayer>().All(layer => _surroundings.Room(layer, at, at, _net.Id, half, clearance) >= half - 0.5);
    }

    private bool IsPrinted(Point at)
    {
        var hole = Box.Around(at, at).Inflate(_drilled.ViaHole / 2);
        return _printed.Any(area => area.Intersects(hole));
    }
}
