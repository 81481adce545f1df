using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Editor;

/// <summary>The copper that routing added, and the sockets that it left open.</summary>
public sealed record CopperReport(TrackEntry[] Tracks, ViaEntry[] Vias, PourEntry[] Pours, OpenSocket[] Unconnected)
{
    public static CopperReport Of(PlacedBoard board, RoutedBoard routed) => new(
        [.. routed.Tracks.Select(track => new TrackEntry(track.Net, EditorUnits.Name(track.Layer), EditorUnits.Of(track.Width), EditorUnits.Flat(track.Points.Items)))],
        [.. routed.Vias.Select(via => new ViaEntry(via.Net, EditorUnits.Of(via.At.X), EditorUnits.Of(-via.At.Y), EditorUnits.Of(via.Diameter), EditorUnits.Of(via.Hole)))],
        [.. routed.Pours.Select(pour => new PourEntry(pour.Net, EditorUnits.Name(pour.Layer), EditorUnits.Flat(pour.Outline.Items)))],
        [.. routed.Unconnected.Select(id => board.Sockets[id]).Select(socket => new OpenSocket(socket.Net, board.Project.Modules[socket.Module].Id, EditorUnits.Of(socket.At.X), EditorUnits.Of(-socket.At.Y)))]);
}

/// <param name="Points">x, y, x, y …</param>
public sealed record TrackEntry(string Net, string Layer, double WidthMm, double[] Points);

public sealed record ViaEntry(string Net, double X, double Y, double DiameterMm, double HoleMm);

public sealed record PourEntry(string Net, string Layer, double[] Points);

public sealed record OpenSocket(string Net, string ModuleId, double X, double Y);
