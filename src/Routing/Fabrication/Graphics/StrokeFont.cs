using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>
/// A font of strokes for legends: every printable ASCII character and a few of electronics, letters with marks as their base letter, typographic quotes and dashes as plain
/// ones, anything else as a box. Drawn by us on a grid of sixths of the height of capitals; a line of text is as wide as the sum of its characters.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Grid lines from the baseline to the top of capitals.</summary>
    private const int CapHeight = 6;

    /// <summary>Grid lines below the baseline.</summary>
    private const int Descent = 2;

    /// <summary>Grid lines between characters, and a blank's width.</summary>
    private const int Spacing = 2, Blank = 3;

    private const string Unknown = "0242480802";

    /// <summary>Latin letters with marks, and without: not every host has the tables by which text is decomposed.</summary>
    private const string Marked = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİĴĵĶķĹĺĻļĽľŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžſØøŁłĐđıµ×‘’‚′‐‑‒–—−⁄Ωμ", Plain = "AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyyAaAaAaCcCcCcCcDdEeEeEeEeEeGgGgGgGgHhIiIiIiIiIJjKkLlLlLlNnNnNnOoOoOoRrRrRrSsSsSsSsTtTtUuUuUuUuUuUuWwYyYZzZzZzsOoLlDdiux'','------/Ωu";

    /// <summary>Strokes of a character, parted by blanks; points as two digits, x from 0 and y from the lowest descender: 2 is the baseline, 6 the top of x, 8 that of capitals.</summary>
    private static readonly FrozenDictionary<char, string> Glyphs = new Dictionary<char, string>
    {
        ['!'] = "0804 0202", ['"'] = "0806 2826", ['#'] = "1218 3238 0444 0646", ['$'] = "473818070615354443321203 2921", ['%'] = "0248 0718 3243",
        ['&'] = "420718273604031222 2244", ['\''] = "0806", ['('] = "18060412", [')'] = "08161402", ['*'] = "2327 0446 0644", ['+'] = "2327 0545",
        [','] = "1201", ['-'] = "0535", ['.'] = "0202", ['/'] = "0248", [':'] = "0606 0202", [';'] = "1616 1201", ['<'] = "470543", ['='] = "0646 0444",
        ['>'] = "074503", ['?'] = "071838474624 2222", ['@'] = "43321203071838474434242646", ['['] = "18080212", ['\\'] = "0842", [']'] = "08181202",
        ['^'] = "062846", ['_'] = "0141", ['`'] = "0817", ['{'] = "28171605141322", ['|'] = "0901", ['}'] = "08171625141302", ['~'] = "05163445",
        ['0'] = "180703123243473818 0347", ['1'] = "172822 1232", ['2'] = "07183847460242", ['3'] = "0718384746354443321203 1535", ['4'] = "32380444",
        ['5'] = "480805354443321203", ['6'] = "38180703123243443505", ['7'] = "084812", ['8'] = "1506071838474635150403123243443515", ['9'] = "45150607183847433212",
        ['A'] = "022842 1535", ['B'] = "02083847463505 3544433202", ['C'] = "4738180703123243", ['D'] = "02082846442202", ['E'] = "48080242 0535",
        ['F'] = "480802 0535", ['G'] = "47381807031232434525", ['H'] = "0208 4248 0545", ['I'] = "0208", ['J'] = "3833221203", ['K'] = "0208 480542", ['L'] = "080242",
        ['M'] = "0208254842", ['N'] = "02084248", ['O'] = "180703123243473818", ['P'] = "02083847463505", ['Q'] = "180703123243473818 2442",
        ['R'] = "02083847463505 2542", ['S'] = "473818070615354443321203", ['T'] = "0848 2822", ['U'] = "080312324348", ['V'] = "082248", ['W'] = "0812263248",
        ['X'] = "0248 0842", ['Y'] = "082548 2522", ['Z'] = "08480242",
        ['a'] = "16364542 441403123243", ['b'] = "0802 0516364543321203", ['c'] = "4536160503123243", ['d'] = "4842 4536160503123243", ['e'] = "04444536160503123243",
        ['f'] = "38281712 0636", ['g'] = "4641301001 4536160503123243", ['h'] = "0802 0516364542", ['i'] = "0206 0808", ['j'] = "26211000 2828", ['k'] = "0802 360442",
        ['l'] = "080312", ['m'] = "0602 05162522 25364542", ['n'] = "0602 0516364542", ['o'] = "160503123243453616", ['p'] = "0600 0516364543321203",
        ['q'] = "4640 4536160503123243", ['r'] = "0602 042636", ['s'] = "45361605143443321203", ['t'] = "18132232 0636", ['u'] = "0603123243 4642", ['v'] = "062246",
        ['w'] = "0612253246", ['x'] = "0246 0642", ['y'] = "0622 46221000", ['z'] = "06460242",
        ['Ω'] = "021213050718384745333242", ['°'] = "0708181707", ['±'] = "2428 0646 0242", ['“'] = "0806 2826", ['”'] = "0806 2826", ['·'] = "0505", ['•'] = "0505",
    }.ToFrozenDictionary();

    /// <summary>How wide a line is, without the width of its strokes; nanometres.</summary>
    /// <param name="size">Height of capitals, nanometres.</param>
    public static long Width(string text, long size) => Math.Max(0, Runes(text).Sum(Advance) - Spacing) * size / CapHeight;

    /// <summary>How far a line reaches below its baseline, nanometres.</summary>
    public static long Depth(long size) => Descent * size / CapHeight;

    /// <summary>How far the next character stands from this one; nanometres, 0 for one that is not drawn at all.</summary>
    /// <param name="size">Height of capitals, nanometres.</param>
    public static long Advance(char character, long size) => Runes(character.ToString()).Sum(Advance) * size / CapHeight;

    /// <summary>False for what is drawn as a box.</summary>
    public static bool Has(Rune character) => Runes(character.ToString()).All(c => c == ' ' || Glyphs.ContainsKey(c));

    /// <summary>The strokes of a line that begins at the origin, baseline at y = 0, y up; a dot is a stroke of one point.</summary>
    /// <param name="size">Height of capitals, nanometres.</param>
    public static IEnumerable<ImmutableArray<Point>> Strokes(string text, long size)
    {
        var x = 0;
        foreach (var character in Runes(text))
        {
            foreach (var stroke in character == ' ' ? [] : Glyph(character).Split(' '))
            {
                yield return [.. Points(stroke).Select(at => new Point((x + at.X) * size / CapHeight, (at.Y - Descent) * size / CapHeight))];
            }

            x += Advance(character);
        }
    }

    private static string Glyph(char character) => Glyphs.GetValueOrDefault(character, Unknown);

    private static int Advance(char character) => character == ' ' ? Blank : Glyph(character).Split(' ').SelectMany(Points).Max(at => at.X) + Spacing;

    private static IEnumerable<(int X, int Y)> Points(string stroke) => Enumerable.Range(0, stroke.Length / 2).Select(i => (stroke[2 * i] - '0', stroke[2 * i + 1] - '0'));

    /// <summary>Letters without their marks; one character for what is written with two.</summary>
    private static IEnumerable<char> Runes(string text) => text
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Control or UnicodeCategory.Format) && !char.IsLowSurrogate(c))
        .Select(c => char.IsWhiteSpace(c) ? ' ' : Marked.IndexOf(c, StringComparison.Ordinal) is >= 0 and var letter ? Plain[letter] : c);
}
