using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Batches;

/// <summary>Placed boards made in code: modules with sockets on their zones' borders, one programmer, random legal places.</summary>
internal static class SyntheticBoards
{
    private const long Mm = Units.Millimetre;

    private static readonly (string Name, double Along, bool Top)[] Sockets =
    [
        ("JD_DATA", 3.5, false), ("JD_PWR", -0.5, false), ("GND", -3, false), ("RESET", 2, true), ("SWCLK", 3.75, true), ("SWDIO~^", 5.25, true),
    ];

    /// <param name="modules">Modules besides the programmer.</param>
    /// <param name="gap">Least distance between zones, nanometres.</param>
    /// <param name="step">Positions are multiples of this, nanometres.</param>
    public static PlacedBoard Random(int seed, int modules, long gap = Mm, long step = 250_000, DesignRules? rules = null, double slack = 1.0, bool anyAngle = false)
    {
        rules ??= DesignRules.Default;
        var random = new Random(seed);
        var sizes = Enumerable.Range(0, modules).Select(_ => (Width: 14 + random.Next(0, 12), Height: 16 + random.Next(0, 3))).ToList();
        var area = sizes.Sum(size => (size.Width + 2.0) * (size.Height + 2)) + 60 * 24;
        var side = Math.Sqrt(area * (1.25 + slack));
        var board = new BoardOutline((long)((side + 16) * Mm) / step * step * 2 / 2, (long)(side * Mm) / step * step, 3 * Mm, false, false);
        var zones = new List<(Box Box, double Degrees, int Kind)>();
        var usable = new Box(board.Bounds.Left + 6 * Mm, board.Bounds.Bottom + 2 * Mm, board.Bounds.Right - (long)(1 + modules * 0.55) * Mm - 2 * Mm, board.Bounds.Top - 2 * Mm);
        Place(random, zones, usable, 58, 22, gap, step, 0, [0, 180]);
        foreach (var (width, height) in sizes)
        {
            Place(random, zones, usable, width, height, gap, step, 1, [0, 90, 180, 270]);
        }

        return Build(board, rules, zones, random, anyAngle);
    }

    private static void Place(Random random, List<(Box Box, double Degrees, int Kind)> zones, Box usable, int width, int height, long gap, long step, int kind, double[] turns)
    {
        for (var tries = 0; tries < 2000; tries++)
        {
            var degrees = turns[random.Next(turns.Length)];
            var (w, h) = degrees % 180 == 0 ? (width, height) : (height, width);
            var x = (long)(usable.Left + random.NextDouble() * (usable.Width - w * Mm)) / step * step;
            var y = (long)(usable.Bottom + random.NextDouble() * (usable.Height - h * Mm)) / step * step;
            var box = new Box(x, y, x + w * Mm, y + h * Mm);
            if (box.Right <= usable.Right && box.Top <= usable.Top && !zones.Exists(other => other.Box.Inflate(gap - 1).Intersects(box)))
            {
                zones.Add((box, degrees, kind));
                return;
            }
        }
    }

    private static PlacedBoard Build(BoardOutline outline, DesignRules rules, List<(Box Box, double Degrees, int Kind)> zones, Random random, bool anyAngle)
    {
        var modules = ImmutableArray.CreateBuilder<PlacedModule>();
        var sockets = ImmutableArray.CreateBuilder<BoardSocket>();
        var keepOut = ImmutableArray.CreateBuilder<BoardZone>();
        var instances = ImmutableArray.CreateBuilder<ModuleInstance>();
        var pairs = Math.Min(zones.Count - 1, 20);
        for (var i = 0; i < zones.Count; i++)
        {
            var (box, degrees, kind) = zones[i];
            var key = new ModuleKey(kind == 0 ? "programmer" : "module", "1");
            var (w, h) = degrees % 180 == 0 ? (box.Width, box.Height) : (box.Height, box.Width);
            if (anyAngle && kind == 1 && random.Next(4) == 0)
            {
                // Turned in place by a little and shrunk, so that the zone stays inside its box.
                degrees += random.Next(5, 40);
                (w, h) = (w * 6 / 10, h * 6 / 10);
            }

            var placement = new Placement(box.Center, degrees);
            var instance = new ModuleInstance($"{i:d4}", key, placement, -degrees);
            instances.Add(instance);
            modules.Add(new(i, instance, new ModulePackage { Key = key, ContentHash = "" }));
            Point[] corners = [new(-w / 2, -h / 2), new(w / 2, -h / 2), new(w / 2, h / 2), new(-w / 2, h / 2)];
            keepOut.Add(new(i, [.. corners.Select(placement.Apply)]));
            foreach (var (name, at) in kind == 0 ? Programmer(w, h, pairs) : Module(w, h, i, pairs))
            {
                var programming = name.StartsWith("SWDIO", StringComparison.Ordinal);
                var layer = programming && kind == 0 ? CopperLayer.Back : CopperLayer.Front;
                sockets.Add(new(sockets.Count, i, name, name, programming, placement.Apply(at), layer));
            }
        }

        var project = new Project("p", "p", "p", outline, "JLCPCB", instances.ToImmutable(), "");
        return new(project, rules, modules.ToImmutable(), sockets.ToImmutable(), keepOut.ToImmutable());
    }

    private static IEnumerable<(string Name, Point At)> Programmer(long w, long h, int pairs)
    {
        var names = new[] { "GND", "JD_PWR", "RESET", "JD_DATA", "SWCLK" }.Concat(Enumerable.Range(0, pairs).Select(i => $"SWDIO_{i}")).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            yield return (names[i], new((i - names.Length / 2) * Mm, -h / 2));
        }
    }

    private static IEnumerable<(string Name, Point At)> Module(long w, long h, int index, int pairs)
    {
        foreach (var (name, along, top) in Sockets)
        {
            if (name == "SWDIO~^" && index > pairs)
            {
                continue;
            }

            var scaled = (long)(along * Mm) * Math.Min(w, h) / (14 * Mm) / 250_000 * 250_000;
            yield return (name == "SWDIO~^" ? $"SWDIO_{index - 1}" : name, top ? new(-w / 2 + scaled, h / 2) : new(-w / 2, scaled));
        }
    }
}
