using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>
/// Pads that hang on their pour by a single spoke: a stroke from the socket into a poured area. A pad that no spoke joins is another net's, or reached by tracks alone.
/// </summary>
internal static class StarvedThermals
{
    public const int LeastSpokes = 2;

    public const string Source = "no house puts a number to it; two spokes are what KiCad's check asks by default (min_resolved_spokes)";

    /// <summary>A smaller region is a pad or a letter.</summary>
    private const long LeastPour = 5 * Units.Millimetre;

    /// <param name="sockets">Where modules' copper is joined to a net on this layer.</param>
    /// <returns>The sockets with one spoke.</returns>
    /// <exception cref="PlotLimitException">The layer is too complex.</exception>
    public static IEnumerable<Point> Of(GerberLayer copper, IEnumerable<Point> sockets)
    {
        var pours = LayerPlot.Copper(copper with { Objects = [.. copper.Objects.Where(drawn => drawn is Region { Polarity: Polarity.Dark })] })
            .Select(plotted => plotted.Shape).Where(shape => Math.Max(shape.Bounds.Width, shape.Bounds.Height) >= LeastPour).ToImmutableArray();
        if (pours.IsEmpty)
        {
            return [];
        }

        var ends = copper.Objects.OfType<Line>().Where(line => line.Polarity == Polarity.Dark).SelectMany(line => new[] { (At: line.From, line.To), (At: line.To, To: line.From) }).ToLookup(end => end.At, end => end.To);
        return sockets.Distinct().Where(socket => ends[socket].Distinct().Count(end => pours.Any(pour => Shapes.Contains(pour, end))) == 1);
    }
}
