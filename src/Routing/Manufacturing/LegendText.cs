using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>
/// Finds lines of text among the strokes of a legend: Gerber does not say what is text. Strokes that touch are a letter; at least three of about one height beside or above each other, two of
/// them of more than one stroke, are a line. Letters that are filled areas are not found.
/// </summary>
internal static class LegendText
{
    /// <summary>Letters of a line; of them such that have more than one stroke.</summary>
    private const int LeastLetters = 3, LeastDrawn = 2;

    /// <summary>A taller figure is no letter, and neither is a shorter one.</summary>
    private const long Tallest = 5 * Units.Millimetre, Shortest = 300_000;

    /// <summary>How far the letters of a line may differ in height: x and capitals with what hangs below.</summary>
    private const double MostRatio = 2.2;

    /// <summary>How much of the lower letter stands beside the other.</summary>
    private const double LeastBeside = 0.6;

    /// <summary>Heights of the lines on both sides with where they begin: that of their tallest letter, pen included; nanometres.</summary>
    /// <exception cref="PlotLimitException">A legend is too complex.</exception>
    public static IEnumerable<(double Height, Point? At)> Heights(PrintedLayers printed)
    {
        var strokes = CopperPieces.Build(Strokes(printed.FrontLegend), Strokes(printed.BackLegend), DrillFile.Empty);
        return Enum.GetValues<CopperLayer>().SelectMany(side => Heights(Letters(strokes, side)));
    }

    private static IEnumerable<(double Height, Point? At)> Heights(List<(Box Box, int Strokes)> letters) =>
        Lines(letters, upright: false).Concat(Lines(letters, upright: true)).Select(line =>
            (line.Upright ? (double)line.Letters.Max(letter => letter.Box.Width) : line.Letters.Max(letter => letter.Box.Height), (Point?)line.Letters[0].Box.Center));

    private static GerberLayer Strokes(GerberLayer legend) =>
        new([], [.. legend.Objects.Where(drawn => drawn is Line { Polarity: Polarity.Dark, Aperture: CircleAperture })]);

    /// <summary>What touches is one letter, as it would be one piece of copper.</summary>
    private static List<(Box Box, int Strokes)> Letters(CopperPieces strokes, CopperLayer side) =>
    [
        .. from i in Enumerable.Range(0, strokes.Items.Length)
           where strokes.Items[i].Layer == side
           group i by strokes.PieceOf(i) into letter
           let box = letter.Aggregate(Box.Empty, (box, i) => box.Union(strokes.Items[i].Bounds))
           where Math.Max(box.Width, box.Height) is >= Shortest and <= Tallest
           select (box, letter.Count()),
    ];

    /// <param name="upright">True for lines that run upwards.</param>
    private static IEnumerable<(List<(Box Box, int Strokes)> Letters, bool Upright)> Lines(List<(Box Box, int Strokes)> letters, bool upright)
    {
        var ordered = letters.OrderBy(letter => From(letter.Box, upright)).ToList();
        var sets = new DisjointSets(ordered.Count);
        for (var i = 0; i < ordered.Count; i++)
        {
            for (var k = i + 1; k < ordered.Count && From(ordered[k].Box, upright) - To(ordered[i].Box, upright) <= Tallest; k++)
            {
                if (AreBeside(ordered[i].Box, ordered[k].Box, upright))
                {
                    sets.Join(i, k);
                }
            }
        }

        return Enumerable.Range(0, ordered.Count).GroupBy(sets.Find).Select(line => line.Select(i => ordered[i]).ToList())
            .Where(line => line.Count >= LeastLetters && line.Count(letter => letter.Strokes > 1) >= LeastDrawn).Select(line => (line, upright));
    }

    private static bool AreBeside(Box a, Box b, bool upright)
    {
        double heightA = upright ? a.Width : a.Height, heightB = upright ? b.Width : b.Height, lower = Math.Min(heightA, heightB), higher = Math.Max(heightA, heightB);
        double beside = upright ? Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left) : Math.Min(a.Top, b.Top) - Math.Max(a.Bottom, b.Bottom);
        var gap = From(b, upright) - To(a, upright);
        return higher <= MostRatio * lower && beside >= LeastBeside * lower && gap >= 0 && gap <= 0.6 * higher;
    }

    private static long From(Box box, bool upright) => upright ? box.Bottom : box.Left;

    private static long To(Box box, bool upright) => upright ? box.Top : box.Right;
}
