using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Editor;

/// <summary>A net and its sockets.</summary>
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
