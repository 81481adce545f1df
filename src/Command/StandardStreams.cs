namespace MakeDevice.Command;

/// <summary>A dash in the place of a file: what comes in on standard input, what goes out on standard output.</summary>
internal static class StandardStreams
{
    private const string Dash = "-";

    public static bool IsNamed(string? path) => path == Dash;

    /// <summary>Where a command speaks to people: not into the file that it writes to standard output.</summary>
    public static TextWriter Words(string? output) => IsNamed(output) ? Console.Error : Console.Out;

    public static void Write(ReadOnlySpan<byte> content)
    {
        using var stdout = Console.OpenStandardOutput();
        stdout.Write(content);
    }
}
