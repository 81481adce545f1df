using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>Copper about the plated holes that parts stand in. Which holes these are say the drill's function or, where it says nothing, the pads about it.</summary>
internal static class PadRings
{
    /// <summary>The ring of each hole on each layer that has copper there, exact below a limit, and where the hole is; nanometres.</summary>
    public static IEnumerable<(double Ring, Point? At)> Of(VerifiedCopper copper, double limit)
    {
        foreach (var (index, hit) in copper.Input.Plated.Hits.Index())
        {
            var hole = copper.Pieces.Holes[index];
            foreach (var layer in Enum.GetValues<CopperLayer>())
            {
                var around = copper.Pieces.ItemsAt(hole.Shape, layer).ConvertAll(item => copper.Item(item));
                if (around.Count > 0 && !hole.Added && IsForPart(hit, around))
                {
                    yield return (AnnularRing.Measure(hole.Shape, around, limit), hole.Shape.A);
                }
            }
        }
    }

    private static bool IsForPart(DrillHit hit, List<CopperItem> around) => hit.Function switch
    {
        "ComponentDrill" => true,
        null => around.Exists(item => item.Shapes.Span[0] is { Component: not null } or { Function: "ComponentPad" }),
        _ => false,
    };
}
