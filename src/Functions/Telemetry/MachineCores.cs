using System.Diagnostics.Metrics;
using System.Globalization;

namespace MakeDevice.Functions.Telemetry;

/// <summary>Seconds of each core of the machine since it started, busy and idle; nothing where the system is not Linux.</summary>
internal static class MachineCores
{
    private const string Path = "/proc/stat";

    /// <summary>The kernel counts in hundredths of a second on every architecture that .NET runs on (proc(5), USER_HZ).</summary>
    private const double TicksPerSecond = 100;

    public static IEnumerable<Measurement<double>> Read() => File.Exists(Path) ? File.ReadLines(Path).SelectMany(OfLine) : [];

    /// <summary>A line such as <c>cpu0 user nice system idle iowait irq softirq steal …</c>.</summary>
    private static IEnumerable<Measurement<double>> OfLine(string line)
    {
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [['c', 'p', 'u', _, ..] name, .. var ticks] || ticks.Length < 4)
        {
            yield break;
        }

        double[] seconds = [.. ticks.Take(8).Select(t => double.Parse(t, CultureInfo.InvariantCulture) / TicksPerSecond)];
        var idle = seconds[3] + (seconds.Length > 4 ? seconds[4] : 0);
        yield return Of(name, "busy", Math.Round(seconds.Sum() - idle, 2));
        yield return Of(name, "idle", Math.Round(idle, 2));
    }

    private static Measurement<double> Of(string name, string mode, double seconds) =>
        new(seconds, new KeyValuePair<string, object?>("cpu", name[3..]), new KeyValuePair<string, object?>("mode", mode));
}
