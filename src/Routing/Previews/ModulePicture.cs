using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Previews;

/// <summary>One module as it will look on a board, alone and on transparent ground: what a library or an editor shows of it.</summary>
/// <param name="Svg">SVG 1.1 without script or outside references; a user unit is a millimetre, y down, the origin the module's own.</param>
/// <param name="Frame">What the picture shows, in the module's coordinates (nanometres, y up).</param>
public sealed record ModulePicture(string Svg, Box Frame)
{
    private const long Margin = Units.Millimetre / 4;
    private const long Least = Units.Millimetre;

    internal static ModulePicture Of(ModulePackage package, CopperLayer side)
    {
        var frame = FrameOf(package);
        var modules = new ModuleUses([(package, Placement.Identity)], side);
        var text = new StringBuilder(16 * 1024);
        text.AppendStart(frame, side, $"{package.Key.Name} {package.Key.Version}").Append("<defs>");
        modules.AppendDefinitions(text);
        text.Append("</defs>").AppendGroup(side).Append("<g color=\"").Append(BoardView.Covered).Append("\">");
        modules.AppendUses(text, ModuleUses.Copper);
        text.Append("</g><g color=\"").Append(BoardView.Legend).Append("\">");
        modules.AppendUses(text, ModuleUses.Legend);
        text.Append("</g>");
        modules.AppendUses(text, ModuleUses.Pads);
        return new(text.Append("</g></svg>\n").ToString(), frame);
    }

    /// <summary>Zones, sockets and copper; the legend may reach out of it and is cut.</summary>
    private static Box FrameOf(ModulePackage package)
    {
        var box = package.Zones.Aggregate(Box.Empty, (all, zone) => all.Union(zone));
        box = package.Sockets.Aggregate(box, (all, socket) => all.Include(socket.At));
        foreach (var layer in new[] { ModuleLayer.FrontCopper, ModuleLayer.BackCopper })
        {
            box = LayerPaths.Shapes(package.Layers.GetValueOrDefault(layer, GerberLayer.Empty)).Aggregate(box, (all, shape) => all.Union(shape.Bounds));
        }

        return (box.IsEmpty ? Box.Around(default, default).Inflate(Least) : box).Inflate(Margin);
    }
}
