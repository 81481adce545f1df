namespace MakeDevice.Benchmarks;

/// <summary>The commands that print a table; with <c>--save</c> it also goes to the page of results.</summary>
internal static class TableCommands
{
    /// <summary><c>table [RUNS] [--seconds N] [--save]</c></summary>
    public static int Stages(ReadOnlySpan<string> args)
    {
        var options = new Arguments(args, ["seconds"], ["save"]);
        return Save("table", options, ComparisonTable.Make(options.Value(0, 15), options.Fraction("seconds", 2), Console.Write), []);
    }

    /// <summary><c>copper [--save]</c></summary>
    public static int Copper(ReadOnlySpan<string> args)
    {
        var (text, plot) = CopperTable.Make();
        Console.Write(text);
        return Save("copper", new(args, [], ["save"]), text, new() { ["copper.svg"] = plot });
    }

    /// <summary><c>grids [--save]</c></summary>
    public static int Grids(ReadOnlySpan<string> args) => Save("grids", new(args, [], ["save"]), GridTable.Make(Console.Write), []);

    /// <summary><c>options [--save]</c></summary>
    public static int Options(ReadOnlySpan<string> args) => Save("options", new(args, [], ["save"]), OptionTable.Make(Console.Write), []);

    /// <summary><c>pour [BOARD...] [--seconds N] [--save]</c></summary>
    public static int Pour(ReadOnlySpan<string> args)
    {
        var options = new Arguments(args, ["seconds"], ["save"]);
        return Save("pour", options, PourTable.Make(options.Values, options.Fraction("seconds", 2), Console.Write), []);
    }

    /// <summary><c>added-pour [RANDOM] [--seconds N]</c></summary>
    public static async Task<int> AddedPourAsync(ReadOnlyMemory<string> args)
    {
        var options = new Arguments(args.Span, ["seconds"], []);
        await AddedPourTable.WriteAsync(options.Value(0, 60), options.Fraction("seconds", 4), Console.Write).ConfigureAwait(false);
        return 0;
    }

    /// <summary><c>caches [--seconds N] [--save]</c></summary>
    public static int Caches(ReadOnlySpan<string> args)
    {
        var options = new Arguments(args, ["seconds"], ["save"]);
        return Save("caches", options, CacheTable.Make(options.Fraction("seconds", 1), Console.Write), []);
    }

    /// <summary><c>scaling [--seconds N] [--limit SECONDS] [--save]</c>: how long to measure a point, and the longest that one run may take.</summary>
    public static int Scaling(ReadOnlySpan<string> args)
    {
        var options = new Arguments(args, ["seconds", "limit"], ["save"]);
        var series = new ScalingSeries(options.Fraction("seconds", 2), TimeSpan.FromSeconds(options.Fraction("limit", 20)), Console.Write);
        return Save("scaling", options, series.Run(), series.Plots);
    }

    /// <summary><c>section NAME</c>: puts what comes in on standard input into the page of results.</summary>
    public static int Section(string name)
    {
        Results.Save(name, Console.In.ReadToEnd());
        return 0;
    }

    public static int Save(string section, Arguments options, string text, Dictionary<string, string> plots)
    {
        if (!options.Has("save"))
        {
            return 0;
        }

        Results.Save(section, text);
        foreach (var (name, svg) in plots)
        {
            Results.SavePlot(name, svg);
        }

        return 0;
    }
}
