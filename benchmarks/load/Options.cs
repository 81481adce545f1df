using System.Globalization;

namespace MakeDevice.Load;

/// <summary>The command line. There is no address in it: the program only ever talks to hosts that it started on loopback.</summary>
internal sealed record Options
{
    public required IReadOnlyList<string> Scenarios { get; init; }

    /// <summary>The `makedevice` program under test.</summary>
    public required string Makedevice { get; init; }

    public required string Modules { get; init; }

    public required string Projects { get; init; }

    /// <summary>Azurite's blob.js or azurite-blob executable; empty: scenarios that need it are refused.</summary>
    public string Azurite { get; init; } = "";

    public string Results { get; init; } = "results";

    /// <summary>A small file system that may be filled up, for the disk-full run.</summary>
    public string SmallDisk { get; init; } = "";

    public int Jobs { get; init; } = 100;

    public int SequentialJobs { get; init; } = 1000;

    public int Pollers { get; init; } = 10_000;

    public int Variants { get; init; } = 4;

    /// <summary>How long the soak goes on.</summary>
    public int SoakMinutes { get; init; } = 120;

    /// <summary>The whole run ends after this time, whatever hangs; that of a soak comes to it.</summary>
    public double Minutes { get; init; } = 30;

    public static Options Parse(string[] args)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        var scenarios = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                scenarios.Add(args[i]);
            }
            else if (i + 1 < args.Length)
            {
                named[args[i][2..]] = args[++i];
            }
        }

        string Required(string name) => named.GetValueOrDefault(name) ?? throw new ArgumentException($"--{name} is missing.");
        int Number(string name, int fallback, int most) =>
            named.TryGetValue(name, out var text) ? Math.Clamp(int.Parse(text, CultureInfo.InvariantCulture), 1, most) : fallback;

        var soak = Number("soak-minutes", 120, 600);
        return new Options
        {
            Scenarios = scenarios.Count > 0 ? scenarios : throw new ArgumentException("Name at least one scenario: " + string.Join(", ", Load.Scenarios.Names)),
            Makedevice = Path.GetFullPath(Required("makedevice")),
            Modules = Path.GetFullPath(Required("modules")),
            Projects = Path.GetFullPath(Required("projects")),
            Azurite = named.TryGetValue("azurite", out var azurite) ? Path.GetFullPath(azurite) : "",
            Results = Path.GetFullPath(named.GetValueOrDefault("results") ?? "results"),
            SmallDisk = named.GetValueOrDefault("small-disk") ?? "",
            Jobs = Number("jobs", 100, 10_000),
            SequentialJobs = Number("sequential-jobs", 1000, 100_000),
            Pollers = Number("pollers", 10_000, 50_000),
            Variants = Number("variants", 4, 100),
            SoakMinutes = soak,
            Minutes = Number("minutes", 30, 600) + (scenarios.Contains("soak") ? soak : 0),
        };
    }
}
