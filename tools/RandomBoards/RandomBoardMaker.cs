using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.RandomBoards;

/// <summary>
/// Makes random legal placements, the same for the same seed and library on any machine: modules of one or two families are packed, drawn
/// apart until the wanted share of the board is free, and shaken (a hard-core Monte Carlo) until their order is gone. Legal means that
/// placing and planning find no issue at all.
/// </summary>
public sealed class RandomBoardMaker
{
    private const long Mm = Units.Millimetre;
    private const int Attempts = 50;
    private const double LeastFree = 0.15, MostFree = 0.75;
    private const long LargestSide = 500 * Mm;

    private static readonly ImmutableArray<long> Gaps = [Mm / 4, Mm / 2, Mm, 3 * Mm / 2, 2 * Mm];

    private readonly ImmutableDictionary<ModuleKey, ModulePackage> _packages;
    private readonly ImmutableArray<ModuleFamily> _families;

    private RandomBoardMaker(ImmutableDictionary<ModuleKey, ModulePackage> packages)
    {
        _packages = packages;
        _families = ModuleFamily.Of(packages.Values);
        if (_families.IsEmpty)
        {
            throw new InvalidOperationException("the library has neither a programmer nor a Pico");
        }
    }

    /// <summary>Most modules of a board; the least is 2.</summary>
    public int MostModules { get; init; } = 60;

    /// <summary>A JSON object of design rules for every board, empty for none. A series of boards is the same whatever the grid and the topology.</summary>
    public string Rules { get; init; } = "";

    public static async Task<RandomBoardMaker> OfAsync(
        IModuleLibrary library, string rules, int mostModules, CancellationToken cancellationToken)
    {
        var packages = ImmutableDictionary.CreateBuilder<ModuleKey, ModulePackage>();
        foreach (var key in await library.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            packages[key] = await library.FindAsync(key, cancellationToken).ConfigureAwait(false) ?? throw new FileNotFoundException(key.ToString());
        }

        return new(packages.ToImmutable()) { Rules = rules, MostModules = mostModules };
    }

    /// <summary>The n-th board of a series.</summary>
    public RandomBoard Make(ulong seed, int number)
    {
        var random = SplitMix64.For(seed, number);
        var name = string.Create(CultureInfo.InvariantCulture, $"random-{seed}-{number:0000}");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // What the planner finds fault with (a strip that is wider than thought) is thrown away, not mended.
            if (Attempt(random, name) is { } board && IsLegal(board))
            {
                return board;
            }
        }

        throw new InvalidOperationException($"{name}: no legal placement in {Attempts} attempts");
    }

    private bool IsLegal(RandomBoard candidate)
    {
        var (project, issues) = BoardStages.ReadProject(candidate.Json);
        var (rules, ruleIssues) = DesignRulesReader.Read(project!, ReadOnlyMemory<byte>.Empty);
        var (board, placeIssues) = BoardStages.Place(project!, _packages, rules!);
        return board is not null && issues.IsEmpty && ruleIssues.IsEmpty && placeIssues.IsEmpty && BoardStages.PlanInMemory(board).CanRoute;
    }

    private RandomBoard? Attempt(SplitMix64 random, string name)
    {
        var free = random.Between(LeastFree, MostFree);
        var modules = Choose(random, isDense: free < 0.3);
        var anyAngle = random.Chance(0.15);
        var step = random.Chance(0.6) ? Mm / 4 : Mm / 100;
        var tiles = modules.Select(module => new Tile(module, Turn(random, anyAngle), step)).ToArray();
        var gap = random.Pick(free < 0.3 ? Gaps[..2] : free < 0.5 ? Gaps[..4] : Gaps);
        var frame = Frame.Around(modules, random.Pick<long>(free < 0.3 ? [Mm / 2, Mm] : [Mm / 2, Mm, 2 * Mm]), step);

        var (corners, width, height) = BestPacking(random, tiles, gap, tries: free < 0.3 ? 60 : 10);
        (width, height) = Spread(tiles, corners, (width, height), frame, free, step);
        if (frame.BoardWidth(width) > LargestSide || frame.BoardHeight(height) > LargestSide)
        {
            return null;
        }

        var field = frame.Field(width, height);
        Settle(random, tiles, corners, field, gap, step);
        var board = (Width: frame.BoardWidth(width), Height: frame.BoardHeight(height));
        var share = ((double)width * height - tiles.Sum(tile => tile.Area)) / ((double)board.Width * board.Height);
        var radius = Math.Min(random.Between(0, 3 * Mm, Mm / 2), frame.LargestRadius);
        return new(name, ProjectJson.Write(name, board.Width, board.Height, radius, tiles, Rules), tiles.Length, share, gap);
    }

    /// <summary>
    /// 2 to 60 modules, small boards more often; a brain comes before its members, as a user would begin. Most dense boards are of few kinds,
    /// a keyboard or a lamp: others cannot be packed so well.
    /// </summary>
    private List<ModulePackage> Choose(SplitMix64 random, bool isDense)
    {
        var count = (int)Math.Round(2 * Math.Pow(MostModules / 2.0, random.Unit()));
        var families = count >= 6 && random.Chance(0.25) ? _families : [random.Pick(_families)];
        var kinds = isDense && random.Chance(0.7) ? random.Between(1, 3, 1) : int.MaxValue;
        var modules = new List<ModulePackage>();
        for (var i = 0; i < families.Length; i++)
        {
            var (brain, all, membersOfBrain) = families[i];
            var members = kinds == int.MaxValue ? all : [.. Enumerable.Range(0, (int)kinds).Select(_ => random.Pick(all))];
            var end = i == families.Length - 1 ? count : Math.Max(2, (int)(count * random.Between(0.3, 0.7)));
            for (var driven = membersOfBrain; modules.Count < end; driven++)
            {
                // A last place that only a brain could take, with nothing to drive, goes to nobody.
                if (driven == membersOfBrain)
                {
                    if (modules.Count == end - 1)
                    {
                        break;
                    }

                    modules.Add(brain);
                    driven = 0;
                }

                modules.Add(random.Pick(members));
            }
        }

        return modules;
    }

    private static double Turn(SplitMix64 random, bool anyAngle) =>
        anyAngle && random.Chance(0.3) ? Math.Round(random.Between(0, 360), 1) % 360 : random.Pick<double>([0, 0, 90, 180, 270]);

    /// <summary>The smallest of some packings, tall boxes first or in any order, into fields of different widths.</summary>
    private static (Point[] Corners, long Width, long Height) BestPacking(SplitMix64 random, Tile[] tiles, long gap, int tries)
    {
        var side = Math.Sqrt(tiles.Sum(tile => (double)(tile.Width + gap) * (tile.Height + gap)));
        var widest = tiles.Max(tile => tile.Width);
        (Point[] Corners, long Width, long Height) best = ([], 0, 0);
        for (var i = 0; i < tries; i++)
        {
            var keys = tiles.Select(tile => i % 2 == 0 ? random.Unit() : -tile.Height + random.Unit()).ToArray();
            var order = Enumerable.Range(0, tiles.Length).OrderBy(n => keys[n]).ToArray();
            var width = Math.Max(widest, (long)(side * random.Between(0.6, 1.7)));
            var packed = Packing.Pack([.. order.Select(n => tiles[n])], width, gap);
            if (best.Width == 0 || (double)packed.Width * packed.Height < (double)best.Width * best.Height)
            {
                var corners = new Point[tiles.Length];
                for (var n = 0; n < order.Length; n++)
                {
                    corners[order[n]] = packed.Corners[n];
                }

                best = (corners, packed.Width, packed.Height);
            }
        }

        return best;
    }

    /// <summary>Draws the corners apart, which brings no two boxes nearer, until the wanted share of the board is free.</summary>
    private static (long Width, long Height) Spread(
        Tile[] tiles, Point[] corners, (long Width, long Height) packed, Frame frame, double free, long step)
    {
        var zones = tiles.Sum(tile => tile.Area);
        (long Width, long Height) Field(double scale) => (Up(packed.Width * scale, step), Up(packed.Height * scale, step));
        double Share(double scale)
        {
            var (width, height) = Field(scale);
            return ((double)width * height - zones) / ((double)frame.BoardWidth(width) * frame.BoardHeight(height));
        }

        double low = 1, high = 4;
        for (var i = 0; i < 40 && Share(low) < free; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Share(middle) < free ? (middle, high) : (low, middle);
        }

        for (var i = 0; i < corners.Length; i++)
        {
            corners[i] = new(Tile.Down((long)(corners[i].X * low), step), Tile.Down((long)(corners[i].Y * low), step));
        }

        return Field(low);
    }

    /// <summary>Puts the tiles where they were packed and moves them about: a move to a place that is free counts, any other is forgotten.</summary>
    private static void Settle(SplitMix64 random, Tile[] tiles, Point[] corners, Box field, long gap, long step)
    {
        for (var i = 0; i < tiles.Length; i++)
        {
            tiles[i].Origin = tiles[i].OriginFor(new(field.Left + corners[i].X, field.Bottom + corners[i].Y));
        }

        bool Fits(Tile tile, Point origin)
        {
            var box = tile.BoxAt(origin);
            return box.Left >= field.Left && box.Right <= field.Right && box.Bottom >= field.Bottom && box.Top <= field.Top
                && !Array.Exists(tiles, other => other != tile && other.Box.IsNearer(box, gap));
        }

        for (var move = 0; move < 60 * tiles.Length; move++)
        {
            var tile = random.Pick(tiles);
            var far = move % 3 == 0;
            var (dx, dy) = far ? (field.Width, field.Height) : (4 * Mm, 4 * Mm);
            var to = new Point(
                tile.Origin.X + Tile.Down((long)(dx * random.Between(-1, 1)), step), tile.Origin.Y + Tile.Down((long)(dy * random.Between(-1, 1)), step));
            if (Fits(tile, to))
            {
                tile.Origin = to;
            }
        }
    }

    private static long Up(double value, long step) => (long)Math.Ceiling(value / step) * step;

    /// <summary>What lies around the field of modules: bus strips left and right, and a margin.</summary>
    /// <param name="Left">Width of the left strip, margin included.</param>
    private sealed record Frame(long Left, long Right, long Margin, long Step)
    {
        /// <summary>Strips as wide as the planner makes them with the default rules, and a grid line more.</summary>
        public static Frame Around(List<ModulePackage> modules, long margin, long step)
        {
            var names = modules.SelectMany(module => module.Sockets.Select(socket => socket.Name)).ToList();
            var ordinary = names.Where(name => !name.Contains('~', StringComparison.Ordinal)).GroupBy(name => name).Count(group => group.Count() > 1);
            var transmitters = names.Count(name => name.EndsWith("~^", StringComparison.Ordinal));
            return new(Strip(ordinary, margin), Strip(transmitters, margin), margin, step);
        }

        private static long Strip(int buses, long margin) => margin + (buses == 0 ? 0 : Mm * 3 / 4 + buses * Mm / 2);

        // The largest that leaves the field's corners on the board.
        public long LargestRadius => 2 * Margin;

        // An even number of steps, so that the centre and thus the field's corner lie on the grid.
        public long BoardWidth(long field) => (field + Left + Right + (2 * Step) - 1) / (2 * Step) * (2 * Step);

        public long BoardHeight(long field) => (field + (2 * Margin) + (2 * Step) - 1) / (2 * Step) * (2 * Step);

        public Box Field(long width, long height)
        {
            var left = -BoardWidth(width) / 2 + Left;
            var bottom = -BoardHeight(height) / 2 + Margin;
            return new(left, bottom, left + width, bottom + height);
        }
    }
}
