using System.Globalization;

namespace MakeDevice.Functions.Http;

/// <summary>A part of a file that a client asks for (RFC 9110, 14): the rest of a download that broke off, or the directory at a zip's end.</summary>
/// <param name="First">Position of its first byte.</param>
/// <param name="Length">At least 1.</param>
internal readonly record struct ByteRange(long First, long Length)
{
    private const string Unit = "bytes=";

    /// <summary>
    /// Reads <c>Range</c>: null where the whole file is to be sent, for there is no range, more than one, or none of bytes; an empty range where the file
    /// has nothing at that place.
    /// </summary>
    /// <param name="length">That of the file.</param>
    public static ByteRange? Of(string? header, long length)
    {
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header[Unit.Length..].Trim().Split('-') is not [var from, var to])
        {
            return null;
        }

        return (Number(from), Number(to)) switch
        {
            (null, { } last) when from.Length == 0 => new(Math.Max(0, length - last), Math.Min(last, length)),
            ({ } first, null) when to.Length == 0 => Between(first, length - 1, length),
            ({ } first, { } last) when first <= last => Between(first, Math.Min(last, length - 1), length),
            _ => null,
        };
    }

    /// <summary>As <c>Content-Range</c> tells it; of an empty one that there is none.</summary>
    public string Of(long length) => string.Create(CultureInfo.InvariantCulture, $"bytes {(Length == 0 ? "*" : $"{First}-{First + Length - 1}")}/{length}");

    private static ByteRange Between(long first, long last, long length) => first < length ? new(first, last - first + 1) : new(first, 0);

    private static long? Number(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Copies the part of a stream that is at its beginning.</summary>
    public async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        if (from.CanSeek)
        {
            from.Position = First;
        }
        else
        {
            await StepAsync(from, null, First, buffer, cancellationToken);
        }

        await StepAsync(from, to, Length, buffer, cancellationToken);
    }

    private static async Task StepAsync(Stream from, Stream? to, long bytes, byte[] buffer, CancellationToken cancellationToken)
    {
        while (bytes > 0 && await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(bytes, buffer.Length)), cancellationToken) is > 0 and var read)
        {
            bytes -= read;
            await (to?.WriteAsync(buffer.AsMemory(0, read), cancellationToken) ?? ValueTask.CompletedTask);
        }
    }
}
