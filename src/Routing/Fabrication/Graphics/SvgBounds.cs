namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The bounding box of an element's shapes, in its own user units, without strokes (SVG 2, 8.10).</summary>
internal static class SvgBounds
{
    private const double Tolerance = 0.01;

    public static (Vec Low, Vec High) Of(SvgNode node, SvgContext context, GraphicsBudget budget, SvgStyleSheet sheet, Func<string, SvgNode?> find)
    {
        var (low, high) = (new Vec(double.MaxValue, double.MaxValue), new Vec(double.MinValue, double.MinValue));
        Include(node, Affine.Identity, 0);
        return low.X > high.X ? (default, default) : (low, high);

        void Include(SvgNode part, Affine matrix, int nested)
        {
            budget.Element();
            if (part.Name is "defs" or "symbol" or "clipPath" or "mask" or "marker" or "pattern" || nested > GraphicsBudget.Depth)
            {
                return;
            }

            foreach (var point in SvgShapes.Trace(part, new SvgPath(Tolerance, budget), context.Width, context.Height).SelectMany(path => path.Points))
            {
                var p = matrix.Apply(point);
                (low, high) = (new(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y)), new(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y)));
            }

            if (part.Name == "use" && part["href"] is ['#', .. var id] && find(id) is { } target)
            {
                var at = matrix.After(Affine.Translate(context.Across(part, "x"), context.Down(part, "y")));
                Include(target, at.After(SvgTransforms.Of(sheet.Declared(target), context)), nested + 1);
            }

            foreach (var child in part.Children)
            {
                Include(child, matrix.After(SvgTransforms.Of(sheet.Declared(child), context)), nested + 1);
            }
        }
    }
}
