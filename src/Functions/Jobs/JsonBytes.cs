namespace MakeDevice.Functions.Jobs;

/// <summary>JSON as it comes from a client.</summary>
internal static class JsonBytes
{
    /// <summary>The text without the mark that some editors put before it (RFC 8259, 8.1: it may be ignored).</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;
}
