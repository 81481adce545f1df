using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// <c>report.json</c>: what was routed, what the check of the final copper found, and which reference on the board is which part of
/// which module. Lengths in millimetres.
/// </summary>
internal static class BoardReport
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    /// <param name="verification">What the check of the final copper found; null where there was none.</param>
    /// <param name="lacking">What the package lacks of what the project asks.</param>
    /// <param name="explanation">Why sockets stayed open; null where nobody asked.</param>
    /// <param name="faults">What the check found, as issues. The board brings those that were found before.</param>
    public static byte[] Write(
        PlacedBoard board,
        RoutedBoard routed,
        VerificationReport? verification,
        ImmutableArray<Issue> lacking,
        BoardExplanation? explanation = null,
        params ReadOnlySpan<Issue> faults)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            WriteBoard(json, board);
            json.WriteIssues([.. board.Issues, .. faults, .. lacking]);
            WriteMountingHoles(json, board);
            WriteSockets(json, board, routed);
            BlockedReport.Write(json, board, explanation ?? BoardExplanation.None);
            WriteCopper(json, routed);
            WriteNets(json, board, routed, verification);
            json.WritePropertyName("verification");
            if (verification is null)
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteRawValue(ReportWriter.Write(verification));
            }

            ElectricalJson.Write(json, board, BoardCopper.Of(board, routed).Electrical);
            HouseJson.Write(json, FabricationProfiles.Of(board.Rules.Profile), BoardCopper.Of(board, routed).House);
            json.WriteStrings("legendLeftOut", BoardCopper.Of(board, routed).Legend.LeftOut);
            json.WriteStrings("outlineNotes", BoardContour.Of(board).Notes);
            json.WriteStrings("packageIssues", lacking.Select(issue => issue.ToString()));
            WriteSubstitutions(json, board);
            WriteRotationOffsets(json, board);
            WriteModules(json, board);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteBoard(Utf8JsonWriter json, PlacedBoard board)
    {
        json.WriteStartObject("board");
        json.WriteString("id", board.Project.Id);
        json.WriteString("name", board.Project.Name);
        json.WriteNumber("widthMm", Units.ToMillimetres(board.Project.Board.Width));
        json.WriteNumber("heightMm", Units.ToMillimetres(board.Project.Board.Height));
        json.WriteString("rules", board.Rules.Profile);
        json.WriteString("core", BoardStages.CoreVersion);
        json.WriteEndObject();
    }

    private static void WriteMountingHoles(Utf8JsonWriter json, PlacedBoard board)
    {
        if (board.MountingHoles.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("mountingHoles");
        foreach (var hole in board.MountingHoles)
        {
            json.WriteStartObject();
            json.WriteString("corner", hole.Name);
            json.WriteNumber("xMm", Units.ToMillimetres(hole.At.X));
            json.WriteNumber("yMm", Units.ToMillimetres(hole.At.Y));
            json.WriteNumber("diameterMm", Units.ToMillimetres(hole.Diameter));
            json.WriteNumber("keepOutMm", Units.ToMillimetres(hole.KeepOut));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSockets(Utf8JsonWriter json, PlacedBoard board, RoutedBoard routed)
    {
        json.WriteStartObject("sockets");
        json.WriteNumber("total", board.Sockets.Length);
        json.WriteNumber("connected", board.Sockets.Length - routed.Unconnected.Length);
        json.WriteStartArray("unconnected");
        foreach (var socket in board.Sockets.Where(socket => routed.Unconnected.Contains(socket.Id)))
        {
            json.WriteStartObject();
            json.WriteString("net", socket.Net);
            json.WriteString("socket", socket.Name);
            json.WriteString("reference", SocketReferences.Of(board)[socket]);
            json.WriteNumber("module", socket.Module);
            json.WriteNumber("xMm", Units.ToMillimetres(socket.At.X));
            json.WriteNumber("yMm", Units.ToMillimetres(socket.At.Y));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCopper(Utf8JsonWriter json, RoutedBoard routed)
    {
        json.WriteStartObject("copper");
        json.WriteNumber("lengthMm", Length(routed.Wiring));
        json.WriteNumber("tracks", routed.Tracks.Count(track => track.Kind == TrackKind.Track));
        json.WriteNumber("trackLengthMm", Length(routed.Tracks.Where(track => track.Kind == TrackKind.Track)));
        json.WriteNumber("buses", routed.Tracks.Count(track => track.Kind == TrackKind.Bus));
        json.WriteNumber("busLengthMm", Length(routed.Tracks.Where(track => track.Kind == TrackKind.Bus)));
        json.WriteNumber("vias", routed.Vias.Length);
        WritePours(json, routed);
        json.WriteEndObject();
    }

    /// <summary>The area of each net's pour on each layer, in how many pieces.</summary>
    private static void WritePours(Utf8JsonWriter json, RoutedBoard routed)
    {
        if (routed.Pours.IsEmpty)
        {
            return;
        }

        json.WriteNumber("stitchingVias", routed.Vias.Count(via => via.IsStitch));
        if (routed.StrainWithoutPour is { } strain)
        {
            json.WriteStartObject("withoutPour");
            json.WriteNumber("dropVolts", Math.Round(strain.Drop, 6));
            json.WriteNumber("load", Math.Round(strain.Load, 4));
            json.WriteEndObject();
        }

        json.WriteStartArray("pours");
        foreach (var pour in routed.Pours.GroupBy(pour => (pour.Net, pour.Layer)))
        {
            json.WriteStartObject();
            json.WriteString("net", pour.Key.Net);
            json.WriteString("layer", pour.Key.Layer.FileName());
            json.WriteNumber("pieces", pour.Count());
            json.WriteNumber("areaMm2", Math.Round(pour.Sum(piece => Math.Abs(Ring.DoubledArea(piece.Outline.AsSpan()))) / 2 / Units.Millimetre / Units.Millimetre, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNets(Utf8JsonWriter json, PlacedBoard board, RoutedBoard routed, VerificationReport? verification)
    {
        var tracks = routed.Wiring.ToLookup(track => track.Net, StringComparer.Ordinal);
        var vias = routed.Vias.ToLookup(via => via.Net, StringComparer.Ordinal);
        var clearances = (verification?.Nets ?? []).ToDictionary(net => net.Net, net => net.Clearance, StringComparer.Ordinal);
        json.WriteStartArray("nets");
        foreach (var net in board.Sockets.GroupBy(socket => socket.Net).OrderBy(net => net.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", net.Key);
            json.WriteString("side", net.Any(socket => socket.Programming) ? "right" : "left");
            json.WriteNumber("sockets", net.Count());
            json.WriteNumber("lengthMm", Length(tracks[net.Key]));
            json.WriteNumber("trackLengthMm", Length(tracks[net.Key].Where(track => track.Kind == TrackKind.Track)));
            json.WriteNumber("busLengthMm", Length(tracks[net.Key].Where(track => track.Kind == TrackKind.Bus)));
            json.WriteNumber("vias", vias[net.Key].Count());
            if (clearances.GetValueOrDefault(net.Key) is { } clearance)
            {
                json.WriteNumber("clearanceMm", Math.Round(clearance / Units.Millimetre, 6));
            }

            WriteWidths(json, tracks[net.Key]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>How long a net's copper is at each width, the narrowest first.</summary>
    private static void WriteWidths(Utf8JsonWriter json, IEnumerable<Track> tracks)
    {
        json.WriteStartArray("widths");
        foreach (var width in tracks.GroupBy(track => track.Width).OrderBy(width => width.Key))
        {
            json.WriteStartObject();
            json.WriteNumber("widthMm", Units.ToMillimetres(width.Key));
            json.WriteNumber("lengthMm", Length(width));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSubstitutions(Utf8JsonWriter json, PlacedBoard board)
    {
        json.WriteStartArray("partSubstitutions");
        foreach (var kind in PartKind.Of(board))
        {
            foreach (var other in kind.Parts.Where(part => part.Line.LcscPart != kind.LcscPart))
            {
                json.WriteStartObject();
                json.WriteString("reference", other.Reference);
                json.WriteString("asked", other.Line.LcscPart);
                json.WriteString("ordered", kind.LcscPart);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteRotationOffsets(Utf8JsonWriter json, PlacedBoard board)
    {
        json.WriteStartArray("rotationOffsets");
        foreach (var (part, kind, offset) in PartRotations.Of(board))
        {
            json.WriteStartObject();
            json.WriteString("reference", part.Reference);
            json.WriteString("part", kind.LcscPart);
            json.WriteString("package", kind.Package);
            json.WriteNumber("degrees", offset);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteModules(Utf8JsonWriter json, PlacedBoard board)
    {
        var references = BoardNaming.Of(board).References.Entries.ToLookup(entry => entry.Module);
        json.WriteStartArray("modules");
        foreach (var module in board.Modules)
        {
            json.WriteStartObject();
            json.WriteNumber("index", module.Index);
            json.WriteString("id", module.Instance.Id);
            json.WriteString("name", module.Instance.Key.Name);
            json.WriteString("version", module.Instance.Key.Version);
            json.WriteStartObject("references");
            foreach (var entry in references[module.Index])
            {
                json.WriteString(entry.Reference, entry.Original);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Rounded to the micrometre.</summary>
    private static double Length(IEnumerable<Track> tracks) => Math.Round(tracks.Sum(track => track.Length) / Units.Millimetre, 3);
}
