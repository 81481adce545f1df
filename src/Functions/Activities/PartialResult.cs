using System.Buffers;
using System.Text.Json;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Functions.Activities;

/// <summary>Keeps what a job had routed when it was stopped: <c>partial.json</c> among its artifacts, and the report where the copper was checked. There is no zip that could be ordered.</summary>
public sealed class PartialResult(IArtifactStore store)
{
    public const string Name = "partial.json";

    public const string ReportName = "report.json";

    /// <summary>Writes the copper of the newest states; false where the job had not been planned yet.</summary>
    public async Task<bool> KeepAsync(string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        if (await CopperAsync(files, cancellationToken) is not { } copper)
        {
            return false;
        }

        await store.PutAsync(files.Artifact(Name), Json(copper), cancellationToken);
        if (await store.ReadAsync(files.Report, cancellationToken) is { } report)
        {
            await store.PutAsync(files.Artifact(ReportName), report, cancellationToken);
        }

        return true;
    }

    private async Task<RoutedBoard?> CopperAsync(JobFiles files, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(files.Routed, cancellationToken) is { } routed)
        {
            return RoutedBoardFile.Read(routed);
        }

        var left = await NewestAsync(files.States(SideNames.Left), cancellationToken);
        var right = await NewestAsync(files.States(SideNames.Right), cancellationToken);
        return left is null || right is null ? null : await PartialCopper.ReadAsync(store, files, left, right, cancellationToken);
    }

    private async Task<string?> NewestAsync(string folder, CancellationToken cancellationToken)
    {
        string? newest = null;
        await foreach (var file in store.ListAsync(folder, cancellationToken))
        {
            newest = file.Name;
        }

        return newest;
    }

    private static ReadOnlyMemory<byte> Json(RoutedBoard copper)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("units", "mm");
        json.WriteNumber("unconnected", copper.Unconnected.Length);
        json.WriteStartArray("tracks");
        foreach (var track in copper.Tracks)
        {
            Write(json, track);
        }

        json.WriteEndArray();
        json.WriteStartArray("vias");
        foreach (var via in copper.Vias)
        {
            Write(json, via);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, Track track)
    {
        json.WriteStartObject();
        json.WriteString("net", track.Net);
        json.WriteString("layer", track.Layer == CopperLayer.Front ? "F_Cu" : "B_Cu");
        json.WriteNumber("width", Units.ToMillimetres(track.Width));
        json.WriteStartArray("points");
        foreach (var point in track.Points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Units.ToMillimetres(point.X));
            json.WriteNumberValue(Units.ToMillimetres(point.Y));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Via via)
    {
        json.WriteStartObject();
        json.WriteString("net", via.Net);
        json.WriteNumber("x", Units.ToMillimetres(via.At.X));
        json.WriteNumber("y", Units.ToMillimetres(via.At.Y));
        json.WriteNumber("diameter", Units.ToMillimetres(via.Diameter));
        json.WriteNumber("hole", Units.ToMillimetres(via.Hole));
        json.WriteEndObject();
    }
}
