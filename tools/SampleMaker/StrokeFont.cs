namespace MakeDevice.SampleMaker;

/// <summary>Capital letters as strokes on a grid of 4 x 6, for legend text that any Gerber reader shows alike.</summary>
internal static class StrokeFont
{
    private const int Advance = 6;

    // Polylines separated by blanks; each is a run of digit pairs x y.
    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['A'] = "0004264440 0343", ['B'] = "00063645443303 3342413000", ['C'] = "4536160501103041", ['D'] = "00062644422000",
        ['E'] = "46060040 0333", ['F'] = "460600 0333", ['G'] = "45361605011030414323", ['H'] = "0006 4046 0343",
        ['I'] = "1030 1636 2026", ['J'] = "4641301001", ['K'] = "0006 460340", ['L'] = "060040", ['M'] = "0006234640",
        ['N'] = "00064046", ['O'] = "103041453616050110", ['P'] = "00063645443303", ['Q'] = "103041453616050110 2240",
        ['R'] = "00063645443303 2340", ['S'] = "453616050413334241301001", ['T'] = "0646 2620", ['U'] = "060110304146",
        ['V'] = "062046", ['W'] = "0610243046", ['X'] = "0046 0640", ['Y'] = "062346 2320", ['Z'] = "06460040",
        ['0'] = "103041453616050110 0145", ['1'] = "152620 1030", ['2'] = "05163645440040", ['3'] = "05163645443313 334241301001",
        ['4'] = "30360242", ['5'] = "460603334241301001", ['6'] = "4536160501103041423303", ['7'] = "064610",
        ['8'] = "13040516364544331302011030414233", ['9'] = "011030414536160504133343", ['+'] = "0343 2125",
        ['-'] = "0343", ['.'] = "2021", ['_'] = "0040", ['~'] = "02133344", ['^'] = "042644", ['/'] = "0046", [' '] = "",
    };

    /// <summary>Strokes of a text centred at a point.</summary>
    /// <param name="height">Of a capital, nanometres.</param>
    public static IEnumerable<Stroke> Write(string text, Spot centre, long height, long width)
    {
        var unit = height / 6;
        var left = centre.X - (text.Length * Advance - 2) * unit / 2;
        var bottom = centre.Y - height / 2;
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var line in Glyphs[char.ToUpperInvariant(text[i])].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var points = new Spot[line.Length / 2];
                for (var p = 0; p < points.Length; p++)
                {
                    points[p] = new Spot(left + (i * Advance + line[2 * p] - '0') * unit, bottom + (line[2 * p + 1] - '0') * unit);
                }

                yield return new Stroke(width, points);
            }
        }
    }
}
