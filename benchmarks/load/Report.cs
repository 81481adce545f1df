using System.Globalization;
using System.Text;

namespace MakeDevice.Load;

/// <summary>What one scenario showed: its table and the samples behind its plot.</summary>
internal sealed record Report
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required double Seconds { get; init; }

    public required Measurements Measured { get; init; }

    public required IReadOnlyList<Sample> Samples { get; init; }

    public required double PeakMb { get; init; }

    public required double CpuSeconds { get; init; }

    /// <summary>What the scenario did besides sending jobs, for the table.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>What a long run must not let grow.</summary>
    public IReadOnlyList<Series> Growth { get; init; } = [];

    private double ErrorPercent => Measured.TotalRequests == 0 ? 0 : 100.0 * Measured.FailedRequests / Measured.TotalRequests;

    public bool HasLoss => Measured.Jobs.Any(j => j.Outcome is Outcome.Unfinished or Outcome.Lost or Outcome.Corrupt);

    public void Print(TextWriter writer)
    {
        writer.WriteLine();
        writer.Write(Text());
    }

    /// <summary>The table's figures in one line, for the plot.</summary>
    public string Caption()
    {
        var done = new Percentiles(Measured.Jobs.Where(j => j.Outcome == Outcome.Done).Select(j => j.Seconds));
        string[] figures =
        [
            .. done.Count == 0 ? [] : new[] { $"job p50 {Time(done.At(50))}, p95 {Time(done.At(95))}, p99 {Time(done.At(99))}", string.Create(CultureInfo.InvariantCulture, $"{Measured.Jobs.Count / Seconds:0.0} jobs/s") },
            string.Create(CultureInfo.InvariantCulture, $"{Measured.TotalRequests / Seconds:0} requests/s, {ErrorPercent:0.00} % failed or refused"),
            string.Create(CultureInfo.InvariantCulture, $"peak {PeakMb:0} MB"),
            .. Samples.Count == 0 ? [] : new[] { $"cores busy {Cores()}" },
        ];
        return string.Join("  ·  ", figures);
    }

    public string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"### {Title}\n\n");
        text.Append("| what | count | p50 | p95 | p99 | max |\n|---|---|---|---|---|---|\n");
        var jobs = new Percentiles(Measured.Jobs.Where(j => j.Outcome == Outcome.Done).Select(j => j.Seconds));
        if (jobs.Count > 0)
        {
            Row(text, "job, start to verified zip", jobs);
        }

        foreach (var (kind, values) in Measured.Requests.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            Row(text, "request: " + kind, new Percentiles(values));
        }

        text.Append('\n').Append(Summary()).Append('\n');
        foreach (var line in Events)
        {
            text.Append(CultureInfo.InvariantCulture, $"* {line}\n");
        }

        if (Growth.Count > 0)
        {
            text.Append('\n').Append(GrowthTable());
        }

        foreach (var group in Measured.Jobs.Where(j => j.Detail.Length > 0).GroupBy(j => $"{j.Outcome}: {Short(j.Detail)}"))
        {
            text.Append(CultureInfo.InvariantCulture, $"* {group.Count()} × {group.Key}\n");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Means of each tenth of the run.</summary>
    private string GrowthTable()
    {
        const int Parts = 10;
        var text = new StringBuilder();
        text.Append("| until minute |");
        text.AppendJoin("", Growth.Select(series => $" {series.Name}{(series.Unit.Length > 0 ? ", " : "")}{series.Unit} |"));
        text.Append("\n|---|").Insert(text.Length, "---|", Growth.Count).Append('\n');
        var end = Growth.Max(series => series.Points.Max(point => point.Minutes));
        for (var part = 1; part <= Parts; part++)
        {
            var until = end * part / Parts;
            text.Append(CultureInfo.InvariantCulture, $"| {until:0.#} |");
            text.AppendJoin("", Growth.Select(series => string.Create(CultureInfo.InvariantCulture, $" {Mean(series, until - (end / Parts), until):0.#} |"))).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static double Mean(Series series, double after, double until) =>
        series.Points.Where(point => point.Minutes > after && point.Minutes <= until).Select(point => point.Value).DefaultIfEmpty(double.NaN).Average();

    private string Summary()
    {
        int Count(Outcome o) => Measured.Jobs.Count(j => j.Outcome == o);
        var text = new StringBuilder();
        if (Measured.Jobs.Count > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Measured.Jobs.Count} jobs: {Count(Outcome.Done)} done and equal to the expected bytes, {Count(Outcome.Coded)} ended with a code, {Count(Outcome.Cancelled)} cancelled, {Count(Outcome.Unfinished)} unfinished, **{Count(Outcome.Lost)} lost, {Count(Outcome.Corrupt)} corrupt**. {Measured.Jobs.Count / Seconds:0.0} jobs/s. ");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"{Measured.TotalRequests / Seconds:0} requests/s, {Measured.FailedRequests} of {Measured.TotalRequests} failed or refused ({ErrorPercent:0.00} %), {Seconds:0.0} s. ");
        text.Append(CultureInfo.InvariantCulture, $"Host: peak {PeakMb:0} MB, {CpuSeconds:0.0} CPU s{Flatness()}.");
        return text.Append(Samples.Count == 0 ? "\n" : $" Cores busy (all processes): {Cores()}.\n").ToString();
    }

    /// <summary>Resident memory at the first and last fifth of a long run.</summary>
    private string Flatness()
    {
        if (Samples.Count < 40)
        {
            return "";
        }

        var fifth = Samples.Count / 5;
        var early = Samples.Skip(fifth).Take(fifth).Average(s => s.ResidentMb);
        var late = Samples.Skip(4 * fifth).Average(s => s.ResidentMb);
        return string.Create(CultureInfo.InvariantCulture, $", resident {early:0} MB in the second fifth, {late:0} MB in the last");
    }

    private string Cores()
    {
        var count = Samples.Count == 0 ? 0 : Samples.Max(s => s.Cores.Count);
        return string.Join(", ", Enumerable.Range(0, count).Select(core =>
            string.Create(CultureInfo.InvariantCulture, $"{100 * Samples.Where(s => core < s.Cores.Count).Average(s => s.Cores[core]):0} %")));
    }

    private static void Row(StringBuilder text, string what, Percentiles p) =>
        text.Append(CultureInfo.InvariantCulture, $"| {what} | {p.Count} | {Time(p.At(50))} | {Time(p.At(95))} | {Time(p.At(99))} | {Time(p.At(100))} |\n");

    private static string Time(double seconds) =>
        seconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.0} ms") : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > 140 ? line[..140] + "…" : line;
    }
}
