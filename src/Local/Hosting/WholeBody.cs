using Microsoft.AspNetCore.Http;

namespace MakeDevice.Local.Hosting;

/// <summary>A request's body, read to its end before anything is done with it.</summary>
internal static class WholeBody
{
    private const int FirstBuffer = 64 * 1024;

    public static bool IsThere(HttpRequest request) => request.ContentLength > 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0);

    /// <returns>At its begin; empty where there is none.</returns>
    /// <exception cref="BadHttpRequestException">It is longer than a body may be, or is not what the headers announce.</exception>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public static async Task<Stream> ReadAsync(HttpRequest request)
    {
        if (!IsThere(request))
        {
            return Stream.Null;
        }

        MemoryStream buffer = new((int)Math.Min(request.ContentLength ?? 0, FirstBuffer));
        try
        {
            await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            // Nothing but the connection was read: whatever the server calls it, it is no fault of a storage.
            request.HttpContext.RequestAborted.ThrowIfCancellationRequested();
            throw new BadHttpRequestException("The body cannot be read.", StatusCodes.Status400BadRequest, broken);
        }

        buffer.Position = 0;
        return buffer;
    }
}
