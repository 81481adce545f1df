using System.Globalization;
using System.IO.Compression;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>How the text of an answer is packed for a client that takes it so (RFC 9110, 12.5.3): brotli before gzip. Neither host does it by itself.</summary>
internal static class ContentCoding
{
    /// <summary>Less fits into one packet anyway.</summary>
    private const int LeastBytes = 1400;

    private static readonly string[] Known = ["br", "gzip"];

    private static readonly string[] Texts = ["text/", "application/json", "image/svg+xml", "application/vnd.gerber"];

    /// <summary>True for a type that is worth packing; a stream of events is none, for it is read as it comes.</summary>
    public static bool IsText(string contentType) =>
        !contentType.StartsWith("text/event-stream", StringComparison.Ordinal) && Array.Exists(Texts, text => contentType.StartsWith(text, StringComparison.Ordinal));

    /// <summary>The coding that a body of a type and length gets for this client; null for none. Tells caches that the answer depends on what the client takes.</summary>
    public static string? Choose(HttpRequestData request, HttpHeadersCollection headers, string contentType, long length)
    {
        if (length < LeastBytes || !IsText(contentType))
        {
            return null;
        }

        headers.Add("Vary", "Accept-Encoding");
        var taken = (request.HeaderListOf("Accept-Encoding") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Read).ToList();
        return Array.Find(Known, coding => taken.Exists(found => found.Name.Equals(coding, StringComparison.OrdinalIgnoreCase) && found.Weight > 0));
    }

    /// <summary>Writes a body, packed by a coding; null for as it is.</summary>
    public static async Task WriteAsync(HttpResponseData response, string? coding, Func<Stream, Task> write)
    {
        if (coding is null)
        {
            await write(response.Body);
            return;
        }

        response.Headers.Add("Content-Encoding", coding);
        await using var packed = Pack(response.Body, coding);
        await write(packed);
    }

    /// <summary>A stream that packs what is written to it, and leaves the body open.</summary>
    private static Stream Pack(Stream body, string coding) => coding == "br"
        ? new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true)
        : new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>The tag of a packed answer: the same content, but not the same bytes.</summary>
    public static string Tag(string etag, string? coding) => coding is null ? etag : $"W/{etag}";

    private static (string Name, double Weight) Read(string item)
    {
        var parts = item.Split(';', StringSplitOptions.TrimEntries);
        var weight = Array.Find(parts, part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        return (parts[0], weight is not null && double.TryParse(weight[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? q : 1);
    }
}
