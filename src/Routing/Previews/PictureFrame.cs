using System.Text;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Previews;

/// <summary>How every picture of a thing begins: SVG 1.1 whose user unit is a millimetre, y down, seen from one side.</summary>
internal static class PictureFrame
{
    /// <summary>Up to the title; definitions may follow.</summary>
    /// <param name="frame">What the picture shows, in the thing's own coordinates.</param>
    public static StringBuilder AppendStart(this StringBuilder text, Box frame, CopperLayer side, string title)
    {
        var left = side == CopperLayer.Back ? -frame.Right : frame.Left;
        return text.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"")
            .Append(PathText.Millimetres(left)).Append(' ').Append(PathText.Millimetres(-frame.Top)).Append(' ')
            .Append(PathText.Millimetres(frame.Width)).Append(' ').Append(PathText.Millimetres(frame.Height))
            .Append("\"><title>").Append(XmlText.Escape(title)).Append("</title>");
    }

    /// <summary>The group that all is drawn in; from the back it is mirrored.</summary>
    public static StringBuilder AppendGroup(this StringBuilder text, CopperLayer side) =>
        text.Append("<g stroke-linecap=\"round\" stroke-linejoin=\"round\"").Append(side == CopperLayer.Back ? " transform=\"scale(-1 1)\">" : ">");
}
