namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The bounding box of an element's shapes and text, in its own user units, without strokes (SVG 2, 8.10).</summary>
internal static class SvgBounds
{
    private const double Tolerance = 0.01;

    /// <param name="context">With the element's own style.</param>
    public static (Vec Low, Vec High) Of(SvgNode node, SvgContext context, GraphicsBudget budget, SvgStyleSheet sheet, Func<string, SvgNode?> find)
    {
        var (low, high) = (new Vec(double.MaxValue, double.MaxValue), new Vec(double.MinValue, double.MinValue));
        Include(node, Affine.Identity, context.Style, 0);
        return low.X > high.X ? (default, default) : (low, high);

        void Include(SvgNode part, Affine matrix, SvgStyle style, int nested)
        {
            budget.Element();
            if (part.Name is "defs" or "symbol" or "clipPath" or "mask" or "marker" or "pattern" || nested > GraphicsBudget.Depth)
            {
                return;
            }

            var paths = part.Name == "text"
                ? SvgText.Trace(part, context with { Style = style }, sheet, budget, find)
                : SvgShapes.Trace(part, new SvgPath(Tolerance, budget), (context with { Style = style }).Lengths);
            foreach (var point in paths.SelectMany(path => path.Points))
            {
                var p = matrix.Apply(point);
                (low, high) = (new(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y)), new(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y)));
            }

            if (part.Name == "use" && part["href"] is ['#', .. var id] && find(id) is { } target)
            {
                var at = matrix.After(context.At(part));
                Enter(target, at, style, nested);
            }

            foreach (var child in part.Children)
            {
                Enter(child, matrix, style, nested);
            }
        }

        void Enter(SvgNode part, Affine matrix, SvgStyle outer, int nested)
        {
            var declared = sheet.Declared(part);
            var style = outer.Of(declared, context.Diagonal, find);
            if (style.Displayed)
            {
                Include(part, matrix.After(SvgTransforms.Of(declared, context)), style, nested + 1);
            }
        }
    }
}
