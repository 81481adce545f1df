using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Previews;

namespace MakeDevice.Routing.Editor;

/// <summary>The modules of a library.</summary>
/// <param name="Problems">Packages that cannot be used.</param>
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
        FrameEntry.Of(ModulePicture.Of(package, CopperLayer.Front).Frame),
        [.. package.Zones.Select(FrameEntry.Of)],
        [.. package.Sockets.Select(socket => new SocketEntry(socket.Name, EditorUnits.Of(socket.At.X), EditorUnits.Of(-socket.At.Y), socket.Layer is { } layer ? EditorUnits.Name(layer) : null))]);
}

public sealed record SocketEntry(string Name, double X, double Y, string? Layer);

public sealed record FrameEntry(double X, double Y, double Width, double Height)
{
    public static FrameEntry Of(Box box) => new(EditorUnits.Of(box.Left), EditorUnits.Of(-box.Top), EditorUnits.Of(box.Width), EditorUnits.Of(box.Height));
}
