using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
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

    /// <summary>Heights of the lines with where they begin: that of their tallest letter, pen included; nanometres.</summary>
    public static IEnumerable<(double Height, Point? At)> Heights(GerberLayer legend)
    {
        var letters = Letters(legend);
        return Lines(letters, upright: false).Concat(Lines(letters, upright: true)).Select(line =>
            (line.Upright ? (double)line.Letters.Max(letter => letter.Box.Width) : line.Letters.Max(letter => letter.Box.Height), (Point?)line.Letters[0].Box.Center));
    }

    private static List<(Box Box, int Strokes)> Letters(GerberLayer legend)
    {
        Capsule[] strokes = [.. legend.Objects.OfType<Line>().Where(line => line is { Polarity: Polarity.Dark, Aperture: CircleAperture }).Select(line => new Capsule(line.From, line.To, ((CircleAperture)line.Aperture).Diameter / 2))];
        var near = new StrokeGrid(strokes.Select(stroke => (stroke.A, stroke.B)));
        var sets = new DisjointSets(strokes.Length);
        for (var i = 0; i < strokes.Length; i++)
        {
            foreach (var other in near.Near(strokes[i].A).Concat(near.Near(strokes[i].B)).Where(other => other != i && !sets.Same(i, other)))
            {
                if (Shapes.Distance(strokes[i], strokes[other], 1) <= 0)
                {
                    sets.Join(i, other);
                }
            }
        }

        return [.. Enumerable.Range(0, strokes.Length).GroupBy(sets.Find).Select(letter => (letter.Aggregate(Box.Empty, (box, i) => box.Union(strokes[i].Bounds)), letter.Count()))
            .Where(letter => Math.Max(letter.Item1.Width, letter.Item1.Height) is >= Shortest and <= Tallest)];
    }

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
