using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Modules;

/// <summary>What a fabrication file's content is written in, whatever its name.</summary>
internal enum FileFormat
{
    /// <summary>Nothing but blanks.</summary>
    Empty,

    Gerber,

    Excellon,

    /// <summary>No text; Altium's and Protel's machine form of drills among them.</summary>
    Binary,

    Other,
}

internal static partial class FileFormats
{
    private const int Looked = 16 * 1024;

    /// <summary>Where nearly every Gerber file has its first commands.</summary>
    private const int Head = 256;

    public static FileFormat Of(ReadOnlySpan<byte> content)
    {
        if (content.Trim(" \t\r\n\0\u001a"u8).IsEmpty)
        {
            return FileFormat.Empty;
        }

        var start = content[..Math.Min(content.Length, Looked)];
        if (start.Contains((byte)0))
        {
            return FileFormat.Binary;
        }

        return start.IndexOf("M48"u8) >= 0 && Header().IsMatch(Text(start)) ? FileFormat.Excellon
            : GerberCommand().IsMatch(Text(start[..Math.Min(start.Length, Head)])) || GerberCommand().IsMatch(Text(start)) ? FileFormat.Gerber
            : Tool().IsMatch(Text(start)) ? FileFormat.Excellon
            : FileFormat.Other;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    [GeneratedRegex(@"(?:^|[\r\n])[ \t]*M48[ \t]*(?:[\r\n;]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    [GeneratedRegex(@"%(?:FS|MO|AD|AM|TF|LP|IN|LN|IP|SR|AS|OF)|G0?4[^*\r\n]{0,200}\*|(?:D0?[123]|M0?[02]|G3[67]|G7[0145]|G0?1)\*", RegexOptions.CultureInvariant)]
    private static partial Regex GerberCommand();

    [GeneratedRegex(@"(?:^|[\r\n])[ \t]*(?:T\d{1,4}[ \t]*(?:[CFSB][.\d]|[\r\n]|$)|METRIC|INCH|M7[12][ \t]*[\r\n]|;.{0,12}Hole\s?size\s)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Tool();
}
