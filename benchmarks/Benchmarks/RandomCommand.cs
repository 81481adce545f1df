using System.Globalization;
using System.Text.Json.Nodes;

namespace MakeDevice.Benchmarks;

/// <summary>
/// <c>random [COUNT] [--from N] [--seed N] [--grid MM] [--topology bus|tree] [--pour] [--rules FILE] [--only N] [--modules DIR] [--most MODULES] [--parallel BOARDS]
/// [--limit SECONDS] [--slow SECONDS] [--save-failures DIR] [--save-all DIR] [--save]</c>: boards that stay open or take longer than <c>--slow</c> are told one by one; with <c>--prove DIR</c> nothing is routed: of every project in the folder
/// it tells what would keep any router from completing it.
/// </summary>
internal static class RandomCommand
{
    public static async Task<int> RunAsync(ReadOnlyMemory<string> args)
    {
        var options = new Arguments(
            args.Span, ["from", "seed", "grid", "topology", "rules", "only", "modules", "most", "parallel", "limit", "slow", "save-failures", "save-all", "prove"], ["save", "pour"]);
        if (options.Text("prove") is { } folder)
        {
            RandomProof.Print(folder, options.Text("modules") ?? Boards.Modules());
            return 0;
        }

        var rules = new JsonObject();
        if (options.Text("grid") is { } grid)
        {
            rules["grid"] = double.Parse(grid, CultureInfo.InvariantCulture);
        }

        // The series is of routing: no pour comes by itself.
        rules["pour"] = options.Has("pour");

        if (options.Text("topology") is { } topology)
        {
            rules["topology"] = topology;
        }

        foreach (var (name, value) in options.Text("rules") is { } file ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [])
        {
            rules[name] = value?.DeepClone();
        }

        var limit = TimeSpan.FromSeconds(options.Fraction("limit", 120));
        var series = await RandomSeries.OfAsync(options.Text("modules") ?? Boards.Modules(), rules, options.Number("most", 60), limit).ConfigureAwait(false);
        int[] numbers = options.Text("only") is not null ? [options.Number("only", 0)] : [.. Enumerable.Range(options.Number("from", 1), options.Value(0, 100))];
        var slow = options.Fraction("slow", double.MaxValue);
        var outcomes = series.Run((ulong)options.Number("seed", 1), numbers, options.Number("parallel", 1), outcome =>
        {
            var failed = !outcome.Completed || outcome.Faults.Length > 0;
            if (failed || outcome.RouteSeconds > slow || numbers.Length == 1)
            {
                Console.Error.WriteLine(RandomSeries.Describe(outcome));
            }

            var saved = (failed ? options.Text("save-failures") : null) ?? options.Text("save-all");
            if (saved is not null)
            {
                Directory.CreateDirectory(saved);
                var path = Path.Combine(saved, outcome.Board.Name);
                File.WriteAllBytes(path + ".json", outcome.Board.Json);
                File.WriteAllText(path + ".svg", outcome.Picture!());
            }
        });
        var table = RandomSeries.Table(outcomes);
        Console.Write(table);
        TableCommands.Save("random", options, table, new() { ["random.svg"] = RandomSeries.Plot(outcomes) });
        return outcomes.Any(outcome => outcome.Faults.Length > 0) ? 1 : 0;
    }
}
