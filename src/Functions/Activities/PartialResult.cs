using System.Buffers;
using System.Text.Json;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Functions.Activities;

/// <summary>Keeps what a job had routed when it was stopped: <c>partial.json</c> among its artifacts. There is no zip that could be ordered.</summary>
public sealed class PartialResult(IArtifactStore store)
{
    public const string Name = "partial.json";

    /// <summary>Writes the copper of the newest step and of its results that are there; false where the job had not been planned yet.</summary>
    public async Task<bool> KeepAsync(string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        if (await CopperAsync(files, cancellationToken) is not { } copper)
        {
            return false;
        }

        await KeepAsync(files, copper, cancellationToken);
        return true;
    }

    internal Task KeepAsync(JobFiles files, RoutedBoard copper, CancellationToken cancellationToken) =>
        store.PutAsync(files.Artifact(Name), Json(copper), cancellationToken);

    private async Task<RoutedBoard?> CopperAsync(JobFiles files, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(files.Routed, cancellationToken) is { } routed)
        {
            return RoutedBoardFile.Read(routed);
        }

        string? newest = null;
        var results = new List<string>();
        await foreach (var file in store.ListAsync(files.Steps, cancellationToken))
        {
            if (newest is not null && JobFiles.IsResultOf(newest, file.Name))
            {
                results.Add(file.Name);
            }
            else
            {
                newest = file.Name;
                results.Clear();
            }
        }

        if (newest is null)
        {
            return null;
        }

        var (_, state) = StepFile.Read(await store.NeedAsync(newest, cancellationToken));
        return BoardStages.CopperSoFar(state, await Task.WhenAll(results.Select(name => store.NeedAsync(name, cancellationToken))));
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
