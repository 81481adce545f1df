using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>How wide the filled areas of a layer are: logos and letters that are drawn as outlines have strokes, too, and a house prints none that are too thin.</summary>
internal static class FilledWidths
{
    /// <summary>
    /// The width of the rectangle that has a contour's area and length (w L = A, 2 w + 2 L = P): of a long stroke its width, of a ring that of the ring, of a compact area,
    /// which no rectangle has, a quarter of its length. Nanometres, with a point of the contour.
    /// </summary>
    public static IEnumerable<(double Width, Point? At)> Of(GerberLayer layer) =>
        from region in layer.Objects.OfType<Region>()
        where region.Polarity == Polarity.Dark
        from contour in region.Contours.Items
        let corners = contour.Chords()
        let half = Ring.Length(corners.AsSpan()) / 2
        let area = Math.Abs((double)Ring.DoubledArea(corners.AsSpan())) / 2
        where area > 0
        select ((half - Math.Sqrt(Math.Max(0, half * half - 4 * area))) / 2, (Point?)contour.Start);
}
