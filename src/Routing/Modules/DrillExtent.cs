using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>Compares where a module's holes are with where everything else of it is: a wrong unit or number format puts them elsewhere.</summary>
internal static class DrillExtent
{
    /// <summary>Holes this far from the module's drawings are no part of it; nanometres.</summary>
    private const long Far = 5_000_000;

    /// <summary>One sentence; null where all holes are near, or there is nothing to compare them with.</summary>
    public static string? Doubt(IEnumerable<GerberLayer> layers, ImmutableArray<DrillHit> hits)
    {
        var (drawn, strayed) = (Box.Empty, hits);
        foreach (var layer in layers.TakeWhile(_ => !strayed.IsEmpty))
        {
            drawn = drawn.Union(Extent.BoundsOf(layer));
            var near = drawn.Inflate(Far);
            strayed = strayed.RemoveAll(hit => near.Contains(hit.Place.From) && near.Contains(hit.Place.To));
        }

        return drawn.IsEmpty || strayed.IsEmpty
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{strayed.Length} of {hits.Length} holes lie more than {Far / Units.Millimetre} mm outside all layers: are unit and number format of the drill file right?");
    }
}
