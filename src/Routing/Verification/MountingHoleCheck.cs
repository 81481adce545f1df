using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>Mounting holes that were asked for: they must be drilled, and what routing added must stay out of their keep-outs.</summary>
internal static class MountingHoleCheck
{
    public static IEnumerable<Finding> Run(VerifiedCopper copper) => [.. Missing(copper), .. Entered(copper)];

    private static IEnumerable<Finding> Missing(VerifiedCopper copper) =>
        from hole in copper.Input.MountingHoles
        let wanted = new Capsule(hole.At, hole.At, hole.Diameter / 2)
        where !copper.NonPlated.Any(drilled => drilled.Shape == wanted)
        select new Finding(
            FindingKind.MissingHole, Severity.Error, null, hole.At, [], null, hole.Diameter, $"The mounting hole at the {hole.Name} is not drilled.");

    private static IEnumerable<Finding> Entered(VerifiedCopper copper)
    {
        var near = new List<int>();
        foreach (var hole in copper.Input.MountingHoles)
        {
            foreach (var layer in Enum.GetValues<CopperLayer>())
            {
                copper.Pieces.Candidates(layer, Box.Around(hole.At, hole.At).Inflate(hole.KeepOut / 2), near);
                var worst = near.Where(item => copper.Item(item).RoutedNet is not null).Distinct()
                    .Select(item => (Item: item, Distance: copper.Item(item).DistanceTo(new Capsule(hole.At, hole.At, 0), hole.KeepOut)))
                    .OrderBy(found => found.Distance).ThenBy(found => found.Item).FirstOrDefault((Item: -1, Distance: hole.KeepOut));
                if (worst.Distance < hole.KeepOut / 2.0 - ClearanceCheck.Tolerance)
                {
                    yield return new(
                        FindingKind.MountingHoleKeepOut, Severity.Error, layer, hole.At, copper.NetsOf(worst.Item), worst.Distance, hole.KeepOut / 2.0,
                        $"Routed copper enters the keep-out of the mounting hole at the {hole.Name}.");
                }
            }
        }
    }
}
