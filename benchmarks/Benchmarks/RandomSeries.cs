using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.RandomBoards;
using MakeDevice.Routing;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>How one random board ended.</summary>
/// <param name="Open">Sockets that were not joined; all of them where time ran out.</param>
/// <param name="Proof">Of what is open.</param>
/// <param name="Faults">What verification found, empty where the copper is sound.</param>
/// <param name="RouteSeconds">Of the processor where boards go one at a time, else of the clock.</param>
/// <param name="VerifySeconds">Likewise.</param>
/// <param name="Picture">Draws the front with its copper (SVG).</param>
internal sealed record RandomOutcome(
    RandomBoard Board, int Sockets, int Open, RandomProof Proof, bool TimedOut, string Faults, double RouteSeconds, double VerifySeconds, Func<string>? Picture)
{
    public bool Completed => Open == 0 && !TimedOut;
}

/// <summary>
/// Routes and verifies random legal placements with the product's own stages, each on one thread, and counts what is completed, what is not,
/// and what would have been delivered although it is not sound.
/// </summary>
internal sealed class RandomSeries(RandomBoardMaker maker, IModuleLibrary library, TimeSpan limit)
{
    /// <param name="rules">A JSON object of design rules, for instance <c>{"grid": 0.1}</c>.</param>
    public static async Task<RandomSeries> OfAsync(string modules, JsonObject rules, int mostModules, TimeSpan limit)
    {
        var library = new FolderModuleLibrary(modules);
        var maker = await RandomBoardMaker.OfAsync(library, rules.Count == 0 ? "" : rules.ToJsonString(), mostModules, CancellationToken.None).ConfigureAwait(false);
        return new(maker, library, limit);
    }

    /// <param name="parallel">Boards at a time; with one, times are those of the processor.</param>
    public RandomOutcome[] Run(ulong seed, IReadOnlyList<int> numbers, int parallel, Action<RandomOutcome> report)
    {
        Func<double> clock = parallel == 1 ? () => Environment.CpuUsage.TotalTime.TotalSeconds : () => Stopwatch.GetElapsedTime(0).TotalSeconds;

        // Code that is not yet optimised would be measured as the first boards' slowness.
        for (var i = 0; i < 20; i++)
        {
            Route(maker.Make(0, i), clock);
        }

        var outcomes = new ConcurrentDictionary<int, RandomOutcome>();
        Parallel.ForEach(numbers, new ParallelOptions { MaxDegreeOfParallelism = parallel }, number =>
        {
            var outcome = Route(maker.Make(seed, number), clock);
            report(outcome);
            outcomes[number] = outcome with { Picture = null };
        });
        return [.. numbers.Select(number => outcomes[number])];
    }

    /// <summary>The board that a project describes.</summary>
    public static PlacedBoard Place(byte[] json, IModuleLibrary library)
    {
        var project = BoardStages.ReadProject(json).Project!;
        var rules = DesignRulesReader.Read(project, ReadOnlyMemory<byte>.Empty).Rules!;
        var (packages, _) = BoardStages.LoadModulesAsync(project, library, CancellationToken.None).GetAwaiter().GetResult();
        return BoardStages.Place(project, packages, rules).Board!;
    }

    /// <param name="clock">Seconds.</param>
    private RandomOutcome Route(RandomBoard random, Func<double> clock)
    {
        var board = Place(random.Json, library);
        using var deadline = new CancellationTokenSource(limit);
        var start = clock();
        try
        {
            var plan = BoardStages.PlanInMemory(board);
            var routed = BoardStages.Route(plan, 1, null, deadline.Token);
            var routeSeconds = clock() - start;
            start = clock();
            var faults = BoardStages.Verify(board, routed).Issues.Where(issue => issue.Code == "VERIFICATION_FAILED");
            return new(
                random, board.Sockets.Length, routed.Unconnected.Length, RandomProof.Of(plan.Plan, routed.Unconnected), false, string.Join("; ", faults), routeSeconds,
                clock() - start, () => BoardStages.Preview(board, routed).Front);
        }
        catch (OperationCanceledException)
        {
            var plan = BoardStages.PlanInMemory(board).Plan;
            return new(
                random, board.Sockets.Length, board.Sockets.Length, RandomProof.Of(plan, [.. plan.Sockets.Select(socket => socket.Id)]), true, "", clock() - start, 0,
                () => BoardStages.Preview(board, RoutedBoard.Empty).Front);
        }
    }

    /// <summary>One line about a board that did not end well.</summary>
    public static string Describe(RandomOutcome outcome)
    {
        var what = outcome.TimedOut ? "out of time" : outcome.Open > 0 ? string.Create(CultureInfo.InvariantCulture, $"{outcome.Open} open") : "complete";
        var faults = outcome.Faults.Length > 0 ? $", NOT SOUND: {outcome.Faults}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Board.Name}: {what} of {outcome.Sockets} sockets, {outcome.Board.Modules} modules, {outcome.Board.FreeShare:P0} free, gap {outcome.Board.Gap / 1e6} mm, {outcome.RouteSeconds:0.00} s{outcome.Proof.Describe()}{faults}");
    }

    public static string Table(IReadOnlyList<RandomOutcome> outcomes)
    {
        var text = new StringBuilder();
        text.Append("| free area | boards | completed | not fully routed | sockets open | not sound | route ms p50 | p95 | p99 | max | verify ms p50 | p95 | max |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var group in outcomes.GroupBy(outcome => outcome.Board.Density).OrderBy(group => group.Key))
        {
            text.Append(Row(Name(group.Key), [.. group]));
        }

        text.Append(Row("all", [.. outcomes]));
        return text.Append('\n').Append(Proofs(outcomes)).ToString();
    }

    /// <summary>Routing time of every board by its sockets.</summary>
    public static string Plot(IReadOnlyList<RandomOutcome> outcomes)
    {
        Curve Dots(string name, Func<RandomOutcome, bool> which) =>
            new(name, [.. outcomes.Where(which).Select(o => ((double)o.Sockets, o.RouteSeconds * 1e3))]) { IsLine = false };
        Curve[] curves = [Dots("completed", o => o.Completed), Dots("sockets open", o => !o.Completed && !o.TimedOut), Dots("out of time", o => o.TimedOut)];
        return LogLogPlot.Of("Routing time of random boards, one thread", "sockets", "ms", [.. curves.Where(curve => curve.Points.Count > 0)]);
    }

    private static string Proofs(IReadOnlyList<RandomOutcome> outcomes)
    {
        var possible = outcomes.Where(o => o.Completed || !o.Proof.IsImpossible).ToList();
        var (completed, open) = (outcomes.Count(o => o.Completed), possible.Where(o => !o.Completed).ToList());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            | completed | proved impossible | open without proof | of these too tight for the grid | completed of what is not proved impossible | its sockets joined |
            |---|---|---|---|---|---|
            | {completed} | {outcomes.Count - possible.Count} | {open.Count} | {open.Count(o => o.Proof.OnGrid > 0)} | {100.0 * completed / Math.Max(1, possible.Count):0.0} % | {100.0 - 100.0 * possible.Sum(o => o.Open) / Math.Max(1, possible.Sum(o => o.Sockets)):0.00} % |

            """);
    }

    private static string Row(string name, RandomOutcome[] all)
    {
        var completed = all.Count(o => o.Completed);
        double[] route = [.. all.Select(o => o.RouteSeconds * 1e3).Order()], verify = [.. all.Select(o => o.VerifySeconds * 1e3).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {all.Length} | {completed} ({100.0 * completed / all.Length:0.0} %) | {all.Length - completed} | {all.Sum(o => o.Open)} of {all.Sum(o => o.Sockets)} | {all.Count(o => o.Faults.Length > 0)} | {At(route, 50):0} | {At(route, 95):0} | {At(route, 99):0} | {route[^1]:0} | {At(verify, 50):0} | {At(verify, 95):0} | {verify[^1]:0} |\n");
    }

    private static string Name(Density density) => density switch
    {
        Density.Loose => "from 50 %",
        Density.Medium => "30 to 50 %",
        Density.Dense => "20 to 30 %",
        _ => "below 20 %",
    };

    private static double At(double[] sorted, double percent) => sorted[(int)Math.Ceiling(percent / 100 * sorted.Length) - 1];
}
