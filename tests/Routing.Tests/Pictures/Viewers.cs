using System.Diagnostics;
using System.Globalization;

namespace MakeDevice.Routing.Tests.Pictures;

/// <summary>Programs that others wrote and that show Gerber, drill and SVG files; a test that needs one is skipped where it is not installed.</summary>
internal static class Viewers
{
    /// <summary>Shows a layer as an SVG: gerber-to-svg of tracespace, where TRACESPACE names a folder with its node_modules.</summary>
    private const string TracespaceScript =
        "const f=require('fs');const c=require('gerber-to-svg')(f.readFileSync(process.argv[1],'utf8'),{attributes:{color:'black'}},(e,s)=>{if(e)throw e;f.writeFileSync(process.argv[2],s)});";

    public static bool HasGerbv { get; } = Runs("gerbv", "--version");

    public static bool HasRsvg { get; } = Runs("rsvg-convert", "--version");

    public static string? Tracespace { get; } = Environment.GetEnvironmentVariable("TRACESPACE") is { Length: > 0 } folder && HasRsvg && Runs("node", "--version") ? folder : null;

    /// <summary>A Gerber or drill file as gerbv shows it.</summary>
    /// <param name="window">Left, bottom, right and top, millimetres.</param>
    public static Bitmap Gerbv(string path, (double Left, double Bottom, double Right, double Top) window, int dpi)
    {
        var png = path + ".gerbv.png";
        Run("gerbv", null,
        [
            "-x", "png", "-B", "0", "-D", dpi.ToString(CultureInfo.InvariantCulture), "-O", Pair(window.Left, window.Bottom),
            "-W", Pair(window.Right - window.Left, window.Top - window.Bottom), "-b", "#000000", "-f", "#FFFFFFFF", "-o", png, path,
        ]);
        return Bitmap.Read(png, pixel => pixel.Span[0] > 127);
    }

    /// <summary>A Gerber or drill file as tracespace shows it, in its own window; null where it shows nothing.</summary>
    public static Bitmap? OfTracespace(string path)
    {
        var svg = path + ".svg";
        Run("node", Tracespace, ["-e", TracespaceScript, path, svg]);
        return File.ReadAllText(svg).Contains("width=\"0\"", StringComparison.Ordinal) ? null : Rsvg(svg, 1200);
    }

    /// <summary>An SVG as librsvg shows it.</summary>
    public static Bitmap Rsvg(string path, int width)
    {
        var png = path + ".png";
        Run("rsvg-convert", null, ["-w", width.ToString(CultureInfo.InvariantCulture), "-b", "white", "-o", png, path]);
        return Bitmap.Read(png, pixel => pixel.Span[0] < 128);
    }

    private static string Pair(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x / 25.4:F6}x{y / 25.4:F6}");

    private static bool Runs(string program, string argument)
    {
        try
        {
            Run(program, null, [argument]);
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, string? folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder ?? "" })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error} {output.Result}");
    }
}

/// <summary>A fact that asks gerbv; skipped, and seen to be, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GerbvFactAttribute : FactAttribute
{
    public GerbvFactAttribute() => Skip = Viewers.HasGerbv ? null : "needs gerbv";
}

/// <summary>A fact that asks tracespace; skipped, and seen to be, where TRACESPACE names no folder of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TracespaceFactAttribute : FactAttribute
{
    public TracespaceFactAttribute() => Skip = Viewers.Tracespace is not null ? null : "needs node, rsvg-convert and TRACESPACE, a folder with gerber-to-svg in its node_modules";
}

/// <summary>A theory that asks librsvg; skipped, and seen to be, where rsvg-convert is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RsvgTheoryAttribute : TheoryAttribute
{
    public RsvgTheoryAttribute() => Skip = Viewers.HasRsvg ? null : "needs rsvg-convert";
}
