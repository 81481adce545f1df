namespace MakeDevice.Load;

/// <summary>A figure of the host over a run.</summary>
/// <param name="Points">Minutes since the run began, and the figure then.</param>
internal sealed record Series(string Name, string Unit, IReadOnlyList<(double Minutes, double Value)> Points);

/// <summary>Samples every five seconds what may grow in a host without anybody's noticing: memory, open files, threads, the hub's file, the artifacts.</summary>
internal sealed class GrowthWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Name, string Unit), List<(double Minutes, double Value)>> points = [];
    private readonly WorkFolder folder;
    private readonly Sampling sampling;

    public GrowthWatch(Func<int?> process, WorkFolder folder)
    {
        this.folder = folder;
        sampling = new(Interval, elapsed =>
        {
            if (process() is { } pid)
            {
                Sample(pid, elapsed.TotalMinutes);
            }
        });
    }

    public IReadOnlyList<Series> Series => [.. points.Select(series => new Series(series.Key.Name, series.Key.Unit, series.Value))];

    public ValueTask DisposeAsync() => sampling.DisposeAsync();

    private void Sample(int pid, double minutes)
    {
        try
        {
            using var host = System.Diagnostics.Process.GetProcessById(pid);
            Add("resident memory", "MB", host.WorkingSet64 / 1048576.0);
            Add("open files", "", Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length);
            Add("threads", "", host.Threads.Count);
            Add("the hub's file", "MB", Megabytes(folder.Hub));
            Add("artifacts", "MB", Megabytes(folder.Storage));
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException)
        {
            // The host has ended, or a file went while it was counted: this sample is left out.
        }

        void Add(string name, string unit, double value)
        {
            if (!points.TryGetValue((name, unit), out var values))
            {
                points[(name, unit)] = values = [];
            }

            values.Add((minutes, value));
        }
    }

    private static double Megabytes(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1048576.0;
}
