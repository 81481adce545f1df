using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Storage;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>What an artifact's name says: its type, how it is saved, and whether it may be served.</summary>
internal static class ArtifactNames
{
    /// <summary>
    /// A done job's files all; of another only the partial result and its report: its single layers must not be taken for a board that can be ordered.
    /// </summary>
    public static bool IsServed(string name, JobView job) =>
        job.IsDone ? name != PartialResult.Name : name is PartialResult.Name or JobFiles.ReportName;

    public static string ContentType(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".ZIP" => "application/zip",
        ".JSON" or ".GBRJOB" => "application/json",
        ".CSV" => "text/csv; charset=utf-8",
        ".SVG" => "image/svg+xml",
        ".BIN" or ".UF2" => "application/octet-stream",
        ".GTL" or ".GBL" or ".GTS" or ".GBS" or ".GTP" or ".GBP" or ".GTO" or ".GBO" or ".GM1" or ".GBR" => "application/vnd.gerber",
        _ => "text/plain; charset=utf-8",
    };

    /// <summary>RFC 6266: a plain name for old readers, the exact one in UTF-8.</summary>
    public static string Disposition(string name)
    {
        var plain = string.Concat(name.Select(c => c is > ' ' and <= '~' and not ('"' or '\\' or '%' or ';') ? c : '_'));
        return $"attachment; filename=\"{plain}\"; filename*=UTF-8''{Uri.EscapeDataString(name)}";
    }

    /// <summary>True where the client already has this version.</summary>
    public static bool Matches(this HttpRequestData request, string etag) =>
        request.HeaderListOf("If-None-Match") is { } known
        && known.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == etag || tag == "W/" + etag);
}
