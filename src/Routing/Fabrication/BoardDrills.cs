using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>The board's drill files: all modules' holes and slots put in place, the vias, and the mounting holes.</summary>
internal static class BoardDrills
{
    /// <summary>Tool attribute of a via's hole (specification 5.6.10).</summary>
    private const string ViaDrill = "ViaDrill";

    /// <summary>Tool attribute of a hole for a screw.</summary>
    private const string MechanicalDrill = "MechanicalDrill";

    public static DrillFile Plated(PlacedBoard board, RoutedBoard routed)
    {
        var modules = board.Modules.Select(module => ExcellonTransform.Apply(module.Package.Plated, module.Instance.Placement));
        var vias = routed.Vias.Select(via => (DrillHit)new DrillHole(via.At, via.Hole, ViaDrill));
        return new(true, Distinct(modules.SelectMany(file => file.Hits).Concat(vias)));
    }

    public static DrillFile NonPlated(PlacedBoard board)
    {
        var modules = board.Modules.Select(module => ExcellonTransform.Apply(module.Package.NonPlated, module.Instance.Placement));
        var screws = board.MountingHoles.Select(hole => (DrillHit)new DrillHole(hole.At, hole.Diameter, MechanicalDrill));
        return new(false, Distinct(modules.SelectMany(file => file.Hits).Concat(screws)));
    }

    /// <summary>
    /// A second drill into the same hole breaks drills: of coincident hits the widest remains, and of slots that differ only in direction one.
    /// </summary>
    private static ImmutableArray<DrillHit> Distinct(IEnumerable<DrillHit> hits)
    {
        var places = new Dictionary<(Point From, Point To), int>();
        var distinct = ImmutableArray.CreateBuilder<DrillHit>();
        foreach (var hit in hits)
        {
            var place = hit.Place;
            if (places.TryAdd(place, distinct.Count))
            {
                distinct.Add(hit);
            }
            else if (hit.Diameter > distinct[places[place]].Diameter)
            {
                distinct[places[place]] = hit;
            }
        }

        return distinct.DrainToImmutable();
    }
}
