using System.Text.Json.Serialization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>What an editor is told, in the project's own frame: millimetres, y down.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModuleList))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(CopperReport))]
public sealed partial class EditorJson : JsonSerializerContext;

public sealed record ModuleList(ModuleEntry[] Modules, string[] Problems);

/// <param name="Frame">What the module's picture shows.</param>
public sealed record ModuleEntry(string Key, string Name, string Version, bool CanExtendToBoardEdge, bool HasFirmware, FrameEntry Frame, FrameEntry[] Zones, SocketEntry[] Sockets)
{
    public static ModuleEntry Of(ModulePackage package) => new(
        package.Key.ToString(),
        package.Key.Name,
        package.Key.Version,
        package.CanExtendToBoardEdge,
        !package.Firmware.IsEmpty,
        FrameEntry.Of(BoardStages.Picture(package, CopperLayer.Front).Frame),
        [.. package.Zones.Select(FrameEntry.Of)],
        [.. package.Sockets.Select(socket => new SocketEntry(socket.Name, EditorUnits.Of(socket.At.X), EditorUnits.Of(-socket.At.Y), socket.Layer is { } layer ? EditorUnits.Name(layer) : null))]);
}

public sealed record SocketEntry(string Name, double X, double Y, string? Layer);

public sealed record FrameEntry(double X, double Y, double Width, double Height)
{
    public static FrameEntry Of(Box box) => new(EditorUnits.Of(box.Left), EditorUnits.Of(-box.Top), EditorUnits.Of(box.Width), EditorUnits.Of(box.Height));
}

public sealed record CheckReport(bool CanRoute, IssueEntry[] Issues, BoardEntry? Board, TrunkZones TrunkZones, NetEntry[] Nets, LineEntry[] Ratsnest)
{
    public static CheckReport Of(BoardCheck check)
    {
        var board = check.Board;
        return new(
            check.CanRoute,
            [.. check.Issues.Select(IssueEntry.Of)],
            board is null ? null : new(EditorUnits.Of(board.Project.Board.Bounds.Width), EditorUnits.Of(board.Project.Board.Bounds.Height), check.Contour),
            new(EditorUnits.Of(check.LeftZone), EditorUnits.Of(check.RightZone)),
            board is null ? [] : NetEntry.All(board),
            board is null ? [] : [.. check.Ratsnest.Select(line => LineEntry.Of(board.Sockets[line.From], board.Sockets[line.To]))]);
    }

    /// <summary>What a quick route made of it.</summary>
    public RoutedEntry? Routed { get; private init; }

    public CopperReport? Copper { get; private init; }

    /// <param name="routed">Null where the budget was not enough.</param>
    public CheckReport With(PlacedBoard board, RoutedBoard? routed) => routed is null
        ? this with { Routed = new(false, 0, board.Sockets.Length, null, null) }
        : this with { Routed = RoutedEntry.Of(board, routed), Copper = CopperReport.Of(board, routed) };
}

/// <param name="Finished">False where the budget was not enough: nothing is told of the copper.</param>
/// <param name="Front">The picture, SVG.</param>
public sealed record RoutedEntry(bool Finished, int Connected, int Total, string? Front, string? Back)
{
    public static RoutedEntry Of(PlacedBoard board, RoutedBoard routed)
    {
        var (front, back) = BoardStages.Preview(board, routed);
        return new(true, board.Sockets.Length - routed.Unconnected.Length, board.Sockets.Length, front, back);
    }
}

/// <param name="Text"><c>CODE key=value …</c>, for programs.</param>
/// <param name="Message">A sentence, for people.</param>
public sealed record IssueEntry(string Code, string Severity, string Text, string Message)
{
    public static IssueEntry Of(Issue issue) => new(issue.Code, issue.Severity.ToString().ToLowerInvariant(), issue.ToString(), issue.Message);
}

/// <param name="Contour">SVG path data.</param>
public sealed record BoardEntry(double WidthMm, double HeightMm, string Contour);

public sealed record TrunkZones(double LeftMm, double RightMm);

public sealed record NetEntry(string Name, bool Programming, PlacedSocket[] Sockets)
{
    public static NetEntry[] All(PlacedBoard board) =>
        [.. board.Sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).OrderBy(net => net.Key, StringComparer.Ordinal)
            .Select(net => new NetEntry(net.Key, net.First().Programming, [.. net.Select(socket => PlacedSocket.Of(board, socket))]))];
}

public sealed record PlacedSocket(string ModuleId, string Name, double X, double Y)
{
    public static PlacedSocket Of(PlacedBoard board, BoardSocket socket) =>
        new(board.Project.Modules[socket.Module].Id, socket.Name, EditorUnits.Of(socket.At.X), EditorUnits.Of(-socket.At.Y));
}

public sealed record LineEntry(string Net, double X1, double Y1, double X2, double Y2)
{
    public static LineEntry Of(BoardSocket from, BoardSocket to) => new(from.Net, EditorUnits.Of(from.At.X), EditorUnits.Of(-from.At.Y), EditorUnits.Of(to.At.X), EditorUnits.Of(-to.At.Y));
}

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

/// <summary>Nanometres and board coordinates as JSON has them.</summary>
file static class EditorUnits
{
    public static double Of(long nanometres) => Math.Round(Units.ToMillimetres(nanometres), 4) + 0.0;

    public static string Name(CopperLayer layer) => layer == CopperLayer.Front ? "front" : "back";

    public static double[] Flat(IEnumerable<Point> points) => [.. points.SelectMany(point => new[] { Of(point.X), Of(-point.Y) })];
}
