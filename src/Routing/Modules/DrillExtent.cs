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
        var drawn = layers.Aggregate(Box.Empty, (box, layer) => box.Union(Extent.BoundsOf(layer)));
        var strayed = drawn.IsEmpty ? 0 : hits.Count(hit => !drawn.Inflate(Far).Contains(hit.Place.From) || !drawn.Inflate(Far).Contains(hit.Place.To));
        return strayed == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{strayed} of {hits.Length} holes lie more than {Far / Units.Millimetre} mm outside all layers: are unit and number format of the drill file right?");
    }
}
