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
    /// millimetres, onto the board's rectangle; y down. There is one ink: every paint prints but white, which takes away what it covers, and which is
    /// the ink where nothing else is drawn.
    /// </summary>
    /// <param name="svg">Untrusted text; empty or blank for no graphics.</param>
    /// <returns>
    /// Dark regions and round draws, curves within 5 µm, clipped to the outline less <see cref="Inset"/>; and issues:
    /// <c>GRAPHICS_INVALID error=</c> (not well-formed, no svg root, entities of its own), <c>GRAPHICS_TOO_COMPLEX limit=</c> (then
    /// there are no objects at all); and, with which the rest is printed all the same, <c>GRAPHICS_ELEMENT_IGNORED element= count=</c> (images, text on paths and the
    /// like), <c>GRAPHICS_TEXT_DRAWN count=</c>, <c>GRAPHICS_CHARACTERS_MISSING count= characters=</c>, <c>GRAPHICS_PROPERTY_IGNORED property= count=</c> (gradients, patterns, filters, what is half transparent), <c>GRAPHICS_OFF_BOARD shapes= cut=</c>,
    /// <c>GRAPHICS_COVERS_BOARD percent=</c> and <c>GRAPHICS_WHITE_PRINTED</c>.
    /// </returns>
    public static (ImmutableArray<GraphicObject> Objects, ImmutableArray<Issue> Issues) Read(string svg, BoardOutline board)
    {
        if (string.IsNullOrWhiteSpace(svg))
        {
            return ([], []);
        }

        try
        {
            if (SvgNode.DeclaresEntities(svg))
            {
                return ([], [Invalid("entities are not allowed in a document type declaration: save the drawing as plain SVG")]);
            }

            var root = SvgNode.Parse(svg);
            return root.Name == "svg" ? new SvgRenderer(root, board).Render() : ([], [Invalid("root element is not svg")]);
        }
        catch (XmlException error)
        {
            return ([], [Invalid($"not well-formed XML at line {error.LineNumber} position {error.LinePosition}")]);
        }
        catch (GraphicsLimitException error)
        {
            return ([], [new Issue("GRAPHICS_TOO_COMPLEX", $"limit={error.Message}")]);
        }
    }

    private static Issue Invalid(string error) => new("GRAPHICS_INVALID", $"error={error}");
}
