using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Excellon;

/// <summary>Moves, turns and joins drill files.</summary>
internal static class ExcellonTransform
{
    /// <summary>The file placed on a board; right angles lose nothing.</summary>
    public static DrillFile Apply(DrillFile file, Placement placement)
    {
        var hits = ImmutableArray.CreateBuilder<DrillHit>(file.Hits.Length);
        foreach (var hit in file.Hits)
        {
            hits.Add(hit switch
            {
                DrillHole hole => hole with { At = placement.Apply(hole.At) },
                DrillSlot slot => slot with { From = placement.Apply(slot.From), To = placement.Apply(slot.To) },
                _ => throw new ArgumentOutOfRangeException(nameof(file)),
            });
        }

        return file with { Hits = hits.MoveToImmutable() };
    }

    /// <summary>All hits of the files. Plated as all of them say; null where they differ or one does not say.</summary>
    public static DrillFile Merge(IEnumerable<DrillFile> files)
    {
        var sources = files as IReadOnlyList<DrillFile> ?? [.. files];
        var plated = sources.Count > 0 && sources.All(file => file.Plated == sources[0].Plated) ? sources[0].Plated : null;
        return new(plated, [.. sources.SelectMany(file => file.Hits)]);
    }
}
