using System.Globalization;
using System.Text;

namespace MakeDevice.Tests;

/// <summary>What the kernel tells of a process, for a test that waits for one in vain; nothing where there is no /proc.</summary>
internal static class ProcessState
{
    /// <summary>The number of SIGINT.</summary>
    private const int Interrupt = 2;

    /// <summary>State, signals and, of every thread, its name, its state and where in the kernel it waits.</summary>
    public static string Describe(int process)
    {
        var told = new StringBuilder();
        told.AppendJoin('\n', Lines($"/proc/{process}/status").Where(line => line.StartsWith("State", StringComparison.Ordinal) || line.StartsWith("Sig", StringComparison.Ordinal))).AppendLine();
        foreach (var thread in Directory.Exists($"/proc/{process}/task") ? Directory.GetDirectories($"/proc/{process}/task") : [])
        {
            told.AppendLine(CultureInfo.InvariantCulture, $"{string.Join(' ', Lines($"{thread}/stat"))} wchan={string.Join(' ', Lines($"{thread}/wchan"))}");
        }

        return told.ToString();
    }

    /// <summary>Whether this process lets interrupts pass unseen, and so each that it starts.</summary>
    public static bool IgnoresInterrupts()
    {
        const string Ignored = "SigIgn:";
        return Lines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is { } line
            && (ulong.Parse(line.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
