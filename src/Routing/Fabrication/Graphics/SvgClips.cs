using System.Collections.Immutable;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>What clip-path and mask let through of an element (CSS Masking 1).</summary>
internal sealed class SvgClips(SvgPainter painter, SvgStyleSheet sheet, GraphicsBudget budget, GraphicsNotes notes, Func<string, SvgNode?> find)
{
    /// <summary>Less than this lets nothing through of what is below a mask.</summary>
    private const double LeastRevealed = 0.25;

    /// <summary>Where an element can be seen.</summary>
    /// <param name="context">The element's own, with its transform.</param>
    /// <param name="draw">Draws an element's children.</param>
    public InkArea Of(SvgNode node, IReadOnlyDictionary<string, string> declared, SvgContext context, Action<SvgNode, SvgContext> draw)
    {
        var clip = Clipped(node, declared, context);
        return declared.TryGetValue("mask", out var mask) && mask != "none" ? Mask(node, mask, context with { Clip = clip }, draw) : clip;
    }

    /// <summary>What clip-path alone lets through: masks do nothing inside a clip.</summary>
    private InkArea Clipped(SvgNode node, IReadOnlyDictionary<string, string> declared, SvgContext context) =>
        declared.TryGetValue("clip-path", out var path) && path != "none" ? Clip(node, path, context) : context.Clip;

    /// <summary>The rectangle as it lies on the board, inside what could be seen before.</summary>
    public InkArea Rectangle(double x, double y, double width, double height, Affine matrix, InkArea inside)
    {
        Vec[] corners = [new(x, y), new(x + width, y), new(x + width, y + height), new(x, y + height)];
        return painter.Fill([corners], matrix, evenOdd: false, oriented: false, inside);
    }

    private InkArea Clip(SvgNode node, string value, SvgContext context)
    {
        if (SvgValues.Reference(value) is not { } id)
        {
            notes.Property("clip-path");
            return context.Clip;
        }

        if (find(id) is not { Name: "clipPath" } clip || !CanNest(context, "clip-path"))
        {
            return context.Clip;
        }

        var declared = sheet.Declared(clip);
        SvgUnread.Note(clip, declared, notes);
        var moved = context with { Matrix = context.Matrix.After(SvgTransforms.Of(declared, context)) };
        var inner = moved with
        {
            Matrix = UnitsOf(clip, "clipPathUnits", node, moved),
            Style = SvgStyle.OfDefinition(clip, declared, sheet, context.Diagonal, find),
            Nested = context.Nested + 1,
        };
        inner = inner with { Clip = Clipped(node, declared, moved with { Nested = inner.Nested }) };
        return new([.. clip.Children.SelectMany(child => Silhouette(child, inner))]);
    }

    /// <summary>All that a shape of a clipPath encloses, whatever its paint.</summary>
    private ImmutableArray<ImmutableArray<Geometry.Point>> Silhouette(SvgNode node, SvgContext outer)
    {
        budget.Element();
        var declared = sheet.Declared(node);
        var context = outer with { Matrix = outer.Matrix.After(SvgTransforms.Of(declared, outer)), Style = outer.Style.Of(declared, outer.Diagonal, find) };
        SvgConditions.Note(node, notes);
        SvgUnread.Note(node, declared, notes);
        if (!context.Style.Displayed || !context.Style.Visible || !context.Matrix.IsFinite || !(context.Matrix.Scale > 0) || !double.IsFinite(context.Matrix.Scale))
        {
            return [];
        }

        context = context with { Clip = Clipped(node, declared, context) };
        if (node.Name == "use")
        {
            return node["href"] is ['#', .. var id] && find(id) is { } target && CanNest(context, "clip-path")
                ? Silhouette(target, context with { Matrix = context.Matrix.After(context.At(node)), Nested = context.Nested + 1 })
                : [];
        }

        if (node.Name is "text")
        {
            notes.Element(node.Name);
        }

        var paths = SvgShapes.Trace(node, new SvgPath(SvgPainter.Tolerance / context.Matrix.Scale, budget), context.Lengths);
        return painter.Fill(paths.Select(path => path.Points), context.Matrix, context.Style.ClipEvenOdd, oriented: false, context.Clip).Polygons;
    }

    private InkArea Mask(SvgNode node, string value, SvgContext context, Action<SvgNode, SvgContext> draw)
    {
        if (SvgValues.Reference(value) is not { } id)
        {
            notes.Property("mask");
            return context.Clip;
        }

        if (find(id) is not { Name: "mask" } mask || !CanNest(context, "mask"))
        {
            return context.Clip;
        }

        var declared = sheet.Declared(mask);
        SvgUnread.Note(mask, declared, notes);
        var canvas = new InkCanvas(budget);
        var inner = context with
        {
            Matrix = mask["maskContentUnits"] == "objectBoundingBox" ? UnitsOf(mask, "maskContentUnits", node, context) : context.Matrix,
            Style = SvgStyle.OfDefinition(mask, declared, sheet, context.Diagonal, find),
            Nested = context.Nested + 1,
            Clip = MaskRegion(mask, node, context),
            Canvas = canvas,
        };
        draw(mask, inner with { Clip = Of(node, declared, inner with { Matrix = context.Matrix }, draw) });
        var byAlpha = declared.GetValueOrDefault("mask-type") == "alpha";
        if (canvas.Paints.Any(paint => paint.Reveals(byAlpha) is > SvgPainter.Faintest and < 1 - SvgPainter.Faintest))
        {
            notes.Property("opacity");
        }

        return new([.. canvas.Compose(paint => paint.Reveals(byAlpha) >= LeastRevealed).SelectMany(ink => ink.AsArea().Polygons)]);
    }

    /// <summary>False for references too deep to follow, those that lead in a circle among them; noted.</summary>
    private bool CanNest(SvgContext context, string property)
    {
        if (!context.CanNest)
        {
            notes.Property(property);
        }

        return context.CanNest;
    }

    private InkArea MaskRegion(SvgNode mask, SvgNode node, SvgContext context)
    {
        if (mask["maskUnits"] == "userSpaceOnUse")
        {
            double width = SvgValues.Length(mask["width"], context.Width) ?? context.Width * 1.2, height = SvgValues.Length(mask["height"], context.Height) ?? context.Height * 1.2;
            return Rectangle(
                SvgValues.Length(mask["x"], context.Width) ?? context.Width * -0.1, SvgValues.Length(mask["y"], context.Height) ?? context.Height * -0.1, width, height, context.Matrix, context.Clip);
        }

        double Part(string name, double missing) => SvgValues.Length(mask[name], 1) ?? missing;
        return Rectangle(
            Part("x", -0.1), Part("y", -0.1), Part("width", 1.2), Part("height", 1.2), UnitsOf(mask, null, node, context), context.Clip);
    }

    /// <summary>The map from the units of a clip or mask to the board.</summary>
    /// <param name="attribute">Says which units; null for those of the element's bounding box.</param>
    private Affine UnitsOf(SvgNode clip, string? attribute, SvgNode node, SvgContext context)
    {
        if (attribute is not null && clip[attribute] != "objectBoundingBox")
        {
            return context.Matrix;
        }

        var (low, high) = SvgBounds.Of(node, context, budget, sheet, find);
        return context.Matrix.After(Affine.Translate(low.X, low.Y)).After(Affine.Scaled(high.X - low.X, high.Y - low.Y));
    }
}
