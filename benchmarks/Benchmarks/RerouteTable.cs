using System.Globalization;
using System.Text;
using MakeDevice.RandomBoards;
using MakeDevice.Routing;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>
/// Moves modules by 2 mm, one at a time, and compares planning and routing that begins with the board's earlier routing with planning and routing
/// from scratch: warm, one worker, the least CPU time of several runs of each that take turns. Every result is verified.
/// </summary>
/// <param name="moves">Most moves of a board, spread over its modules.</param>
internal sealed class RerouteTable(int moves)
{
    private const long Step = 2 * Units.Millimetre;
    private const int MostRepeats = 8;
    private const double LongEnough = 0.5, WarmUp = 1.5;

    private static readonly Point[] Directions = [new(Step, 0), new(-Step, 0), new(0, Step), new(0, -Step)];

    private readonly StringBuilder _text = new();

    /// <summary><c>reroute [RANDOM_BOARDS] [--seed N] [--moves N] [--limit SECONDS] [--save]</c>; random boards of 28 to 32 modules, those passed over that take longer from scratch.</summary>
    public static async Task<int> RunAsync(ReadOnlyMemory<string> args)
    {
        var options = new Arguments(args.Span, ["seed", "moves", "limit"], ["save"]);
        var table = new RerouteTable(options.Number("moves", 6));
        table.Write("| board | modules, sockets | moves | from scratch ms | re-routed ms | ratio: median | largest | from scratch after all | copper | vias | open: scratch, re-routed | not sound |\n");
        table.Write("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        table.Row("30 modules as in the series above", SyntheticBoard.Of(30, DesignRules.Default));
        foreach (var (name, board) in await RandomAsync((ulong)options.Number("seed", 1), options.Value(0, 4), options.Fraction("limit", 3)).ConfigureAwait(false))
        {
            table.Row(name, board);
        }

        foreach (var board in Boards.All().Where(board => board.Name is "i2c20" or "jvm06"))
        {
            table.Row(board.Name, board.Place());
        }

        return TableCommands.Save("reroute", options, table._text.ToString(), []);
    }

    private static async Task<List<(string Name, PlacedBoard Board)>> RandomAsync(ulong seed, int count, double limit)
    {
        var library = new FolderModuleLibrary(Boards.Modules());
        var maker = await RandomBoardMaker.OfAsync(library, "", 60, CancellationToken.None).ConfigureAwait(false);
        var boards = new List<(string, PlacedBoard)>();
        for (var number = 1; boards.Count < count; number++)
        {
            if (maker.Make(seed, number) is { Modules: >= 28 and <= 32 } random)
            {
                var project = BoardStages.ReadProject(random.Json).Project!;
                var (packages, _) = await BoardStages.LoadModulesAsync(project, library, CancellationToken.None).ConfigureAwait(false);
                var rules = DesignRulesReader.Read(project, ReadOnlyMemory<byte>.Empty).Rules!;
                var board = BoardStages.Place(project, packages, rules).Board!;
                if (Time(board, null).Seconds < limit)
                {
                    boards.Add((string.Create(CultureInfo.InvariantCulture, $"{random.Name}, {random.FreeShare:P0} free"), board));
                }
            }
        }

        return boards;
    }

    private void Row(string name, PlacedBoard board)
    {
        var previous = Route(board, null).State();
        var step = Math.Max(1, board.Modules.Length / moves);
        var elsewhere = new MovedBoard(board);
        var moved = Enumerable.Range(0, board.Modules.Length).Where(module => module % step == 0)
            .Select(module => Directions.Select(by => elsewhere.TryMove([new(module, by)])?.Board).FirstOrDefault(other => other is not null))
            .OfType<PlacedBoard>().Take(moves).Select((other, i) => Measure(other, previous, isFirst: i == 0)).ToArray();
        double Median(Func<Move, double> value) => moved.Select(value).Order().ElementAt(moved.Length / 2);
        Write(moved.Length == 0
            ? $"| {name} | {board.Modules.Length}, {board.Sockets.Length} | 0 | | | | | | | | | |\n"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {board.Modules.Length}, {board.Sockets.Length} | {moved.Length} | {Median(m => m.Scratch) * 1e3:0.0} | {Median(m => m.Rerouted) * 1e3:0.0} | {Median(m => m.Ratio):0.00} | {moved.Max(m => m.Ratio):0.00} | {moved.Count(m => !m.IsRerouted)} | {moved.Average(m => m.Copper):0.000} | {moved.Average(m => m.Vias):0.000} | {moved.Sum(m => m.ScratchOpen)}, {moved.Sum(m => m.ReroutedOpen)} | {moved.Count(m => !m.IsSound)} |\n"));
    }

    private static Move Measure(PlacedBoard board, byte[] previous, bool isFirst)
    {
        if (isFirst)
        {
            Warm(board, null);
            Warm(board, previous);
        }

        var (scratch, rerouted) = Least(board, previous);
        return new(
            scratch.Seconds, rerouted.Seconds, rerouted.Result.IsRerouted, rerouted.Result.Routed.CopperLength / scratch.Result.Routed.CopperLength,
            rerouted.Result.Routed.Vias.Length / (double)scratch.Result.Routed.Vias.Length, scratch.Result.Routed.Unconnected.Length,
            rerouted.Result.Routed.Unconnected.Length, BoardStages.Verify(board, rerouted.Result.Routed).Issues.All(issue => issue.Code != "VERIFICATION_FAILED"));
    }

    /// <summary>Each way for itself: one that is short is not warm yet when the other is. With the pauses that tiered compilation waits for.</summary>
    private static void Warm(PlacedBoard board, byte[]? previous)
    {
        for (var spent = 0.0; spent < WarmUp; spent += Time(board, previous).Seconds)
        {
            Thread.Sleep(50);
        }
    }

    private static (Timed Scratch, Timed Rerouted) Least(PlacedBoard board, byte[] previous)
    {
        var (scratch, rerouted) = (Time(board, null), Time(board, previous));
        var spent = scratch.Seconds;
        for (var i = 1; i < MostRepeats && spent < LongEnough; i++)
        {
            var (again, other) = (Time(board, null), Time(board, previous));
            spent += again.Seconds;
            scratch = again.Seconds < scratch.Seconds ? again : scratch;
            rerouted = other.Seconds < rerouted.Seconds ? other : rerouted;
        }

        return (scratch, rerouted);
    }

    private static Timed Time(PlacedBoard board, byte[]? previous)
    {
        var start = Cpu();
        var result = Route(board, previous);
        return new(result, Cpu() - start);
    }

    private static RouteResult Route(PlacedBoard board, byte[]? previous) =>
        BoardStages.Route(BoardStages.PlanInMemory(board), previous, 1, null, CancellationToken.None);

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private void Write(string piece)
    {
        _text.Append(piece);
        Console.Write(piece);
    }

    private sealed record Timed(RouteResult Result, double Seconds);

    /// <param name="Scratch">Seconds.</param>
    /// <param name="Rerouted">Seconds.</param>
    /// <param name="IsRerouted">False where the earlier routing did not help.</param>
    /// <param name="Copper">Length as a part of that from scratch.</param>
    /// <param name="Vias">Likewise.</param>
    private sealed record Move(
        double Scratch, double Rerouted, bool IsRerouted, double Copper, double Vias, int ScratchOpen, int ReroutedOpen, bool IsSound)
    {
        public double Ratio => Rerouted / Scratch;
    }
}
