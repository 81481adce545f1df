using System.Collections.Immutable;
using MakeDevice.RandomBoards;
using MakeDevice.Routing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>
/// Boards of the scaling series: a programmer and nodes in rows and columns, each moved from its cell's middle by up to 4 mm, so that no
/// two neighbourhoods are the same. Ten sockets a module, six ordinary nets and nine programming pairs whatever the size.
/// </summary>
internal static class SyntheticBoard
{
    private const long Mm = Units.Millimetre;
    private const long Gap = 19 * Mm, Shift = 4 * Mm, LeftStrip = 6 * Mm, RightStrip = 8 * Mm, Margin = 2 * Mm;

    /// <summary>A board that grows with its modules: about 110 mm² for each socket, as on the predecessor's boards.</summary>
    public static PlacedBoard Of(int modules, DesignRules rules) => Of(modules, null, rules);

    /// <param name="side">Width and height; null for the size that leaves <see cref="Gap"/> between modules.</param>
    public static PlacedBoard Of(int modules, long? side, DesignRules rules)
    {
        var (cellWidth, cellHeight) = (SyntheticModules.Width + Gap, SyntheticModules.Height + Gap);
        var columns = Math.Max(1, (int)Math.Round(Math.Sqrt(modules * (double)cellHeight / cellWidth)));
        var rows = (modules + columns - 1) / columns;
        var width = side ?? (columns * cellWidth) + LeftStrip + RightStrip;
        var height = side ?? (rows * cellHeight) + (2 * Margin);
        var outline = new BoardOutline(width, height, 0, false, false);
        var (fieldWidth, fieldHeight) = (width - LeftStrip - RightStrip, height - (2 * Margin));

        var random = new SplitMix64((ulong)modules);
        var instances = Enumerable.Range(0, modules).Select(i =>
        {
            var x = outline.Bounds.Left + LeftStrip + (fieldWidth * ((2 * (i % columns)) + 1) / (2 * columns));
            var y = outline.Bounds.Bottom + Margin + (fieldHeight * ((2 * (i / columns)) + 1) / (2 * rows));
            var at = new Point(OnGrid(x) + random.Between(-Shift, Shift, Mm / 4), OnGrid(y) + random.Between(-Shift, Shift, Mm / 4));
            return new ModuleInstance($"{i:0000}", Package(i).Key, new Placement(at, random.Chance(0.5) ? 0 : 180), 0);
        });
        var project = new Project("scaling", "scaling", "scaling", outline, "JLCPCB", [.. instances], "");
        var packages = new[] { SyntheticModules.Programmer, SyntheticModules.Target, SyntheticModules.Node }.ToImmutableDictionary(package => package.Key);
        var (board, issues) = BoardStages.Place(project, packages, rules);
        return issues.IsEmpty ? board! : throw new InvalidOperationException(string.Join('\n', issues));
    }

    private static long OnGrid(long value) => value / (Mm / 4) * (Mm / 4);

    private static ModulePackage Package(int index) => index switch
    {
        0 => SyntheticModules.Programmer,
        <= SyntheticModules.Receivers => SyntheticModules.Target,
        _ => SyntheticModules.Node,
    };
}
