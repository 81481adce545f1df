using System.Collections.Immutable;
using MakeDevice.RandomBoards;
using MakeDevice.Routing;
using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>How often a board gets a pour by itself, what it is worth and what it costs: all boards and random ones, by what their modules draw.</summary>
internal static class AddedPourTable
{
    /// <summary>Milliamperes; the first is what a module that does not say counts with.</summary>
    private static readonly double[] Currents = [20, 50, 100, 200, 500];

    /// <param name="random">Random boards besides all others.</param>
    /// <param name="seconds">Processor time for which the boards that get none by default are finished again and again.</param>
    public static async Task WriteAsync(int random, double seconds, Action<string> write)
    {
        var boards = Boards.All().Select(source => source.Place()).ToList();
        var maker = await RandomBoardMaker.OfAsync(new FolderModuleLibrary(Boards.Modules()), "", 60, CancellationToken.None).ConfigureAwait(false);
        var library = new FolderModuleLibrary(Boards.Modules());
        boards.AddRange(Enumerable.Range(1, random).Select(number => RandomSeries.Place(maker.Make(1, number).Json, library)));
        var routed = boards.Select(Without).ToList();
        write("| a module draws mA | boards, all joined | worth a look | ground beyond its limits | poured | share of the limits without, with (medians) | CPU ms more (median) |\n|---|---|---|---|---|---|---|\n");
        foreach (var current in Currents)
        {
            write(Row(current, [.. routed.Where(board => board.Copper.Unconnected.IsEmpty)]));
        }

        var spared = routed.Take(boards.Count - random).ToList();
        var times = Turns.LeastCpu(seconds, () => spared.ForEach(Route(byItself: false)), () => spared.ForEach(Route(byItself: true)));
        write(FormattableString.Invariant($"\nRouting and finishing all boards that are not random: {times[0]:0} ms where no pour is looked for, {times[1]:0} ms where one is ({100 * (times[1] / times[0] - 1):+0.0;-0.0} %).\n"));
    }

    private static (PlacedBoard Board, RoutedBoard Copper) Without(PlacedBoard board)
    {
        var bare = board with { Rules = board.Rules with { PoursByItself = false } };
        return (bare, BoardStages.Route(BoardStages.PlanInMemory(bare), 1, null, CancellationToken.None));
    }

    private static Action<(PlacedBoard Board, RoutedBoard Copper)> Route(bool byItself) => item =>
        BoardStages.Route(BoardStages.PlanInMemory(item.Board with { Rules = item.Board.Rules with { PoursByItself = byItself } }), 1, null, CancellationToken.None);

    private static string Row(double current, ImmutableArray<(PlacedBoard Board, RoutedBoard Copper)> boards)
    {
        var (looks, beyond) = (0, 0);
        var (before, now, cost) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var (bare, copper) in boards)
        {
            var board = bare with { Rules = bare.Rules with { PoursByItself = true, Electrical = bare.Rules.Electrical with { ModuleCurrentMa = current } } };
            looks += GroundEstimate.MayBeBeyond(board, copper) ? 1 : 0;
            beyond += AddedPour.FarthestBeyond(BoardCopper.Of(board, copper).Grounds, board.Rules.Electrical) is null ? 0 : 1;
            var start = Environment.CpuUsage.TotalTime;
            var finished = HelpfulPour.Apply(board, RoutePlanner.Plan(board).Plan, copper, made => BoardCopper.Of(board, made).Legend.Areas);
            if (finished.StrainWithoutPour is { } strain)
            {
                cost.Add((Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
                before.Add(AddedPour.Use(strain, board.Rules.Electrical));
                now.Add(AddedPour.Use(AddedPour.StrainOf(BoardCopper.Of(board, finished).Electrical, finished.Pours[0].Net)!.Value, board.Rules.Electrical));
            }
        }

        return FormattableString.Invariant($"| {current} | {boards.Length} | {looks} | {beyond} | {before.Count} | {Median(before):0.00}, {Median(now):0.00} | {Median(cost):0} |\n");
    }

    private static double Median(List<double> values) => values.Count == 0 ? 0 : values.Order().ElementAt(values.Count / 2);
}
