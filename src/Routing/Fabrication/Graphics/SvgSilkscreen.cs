using System.Collections.Immutable;
using System.Xml;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Turns a project's <c>graphicsSvg</c> into objects of the top silkscreen.</summary>
internal static class SvgSilkscreen
{
    /// <summary>Legend ends this far inside the board's outline.</summary>
    public const long Inset = Units.Millimetre / 4;

    /// <summary>
    /// Reads an SVG (1.1 and the common part of 2) and maps its root's viewBox, or else its width and height, or else
    /// millimetres, onto the board's rectangle; y down. Every paint prints, for there is one ink.
    /// </summary>
    /// <param name="svg">Untrusted text; empty or blank for no graphics.</param>
    /// <returns>
    /// Dark regions and round draws, curves within 5 µm, clipped to the outline less <see cref="Inset"/>; and issues:
    /// <c>GRAPHICS_INVALID error=</c> (not well-formed, no svg root, a DTD), <c>GRAPHICS_TOO_COMPLEX limit=</c> (then
    /// there are no objects at all), <c>GRAPHICS_ELEMENT_IGNORED element= count=</c> for text, images and the like.
    /// </returns>
    public static (ImmutableArray<GraphicObject> Objects, ImmutableArray<Issue> Issues) Read(string svg, BoardOutline board)
    {
        if (string.IsNullOrWhiteSpace(svg))
        {
            return ([], []);
        }

        try
        {
            var root = SvgNode.Parse(svg);
            return root.Name == "svg" ? new SvgRenderer(root, board).Render() : ([], [Invalid("root element is not svg")]);
        }
        catch (XmlException error)
        {
            return ([], [Invalid(svg.Contains("<!DOCTYPE", StringComparison.Ordinal)
                ? "a document type declaration is not allowed"
                : $"not well-formed XML at line {error.LineNumber} position {error.LinePosition}")]);
        }
        catch (GraphicsLimitException error)
        {
            return ([], [new Issue("GRAPHICS_TOO_COMPLEX", $"limit={error.Message}")]);
        }
    }

    private static Issue Invalid(string error) => new("GRAPHICS_INVALID", $"error={error}");
}
