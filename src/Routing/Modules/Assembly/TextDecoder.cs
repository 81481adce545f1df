using System.Text;
using System.Text.Unicode;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>Text of unknown encoding: UTF-16 or UTF-8 by their mark, UTF-16 without one by its zero bytes, else UTF-8 where it is valid, else Latin-1.</summary>
internal static class TextDecoder
{
    public static string Decode(ReadOnlySpan<byte> content) => content switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        [not 0, 0, not 0, 0, ..] => Encoding.Unicode.GetString(content),
        [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode.GetString(content),
        _ => (Utf8.IsValid(content) ? Encoding.UTF8 : Encoding.Latin1).GetString(content),
    };
}
