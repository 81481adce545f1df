namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>An element's transform, from its attribute or from CSS, about its origin (CSS Transforms 1).</summary>
internal static class SvgTransforms
{
    public static Affine Of(IReadOnlyDictionary<string, string> declared, SvgContext context)
    {
        var transform = Affine.Identity;
        if (declared.TryGetValue("transform", out var text))
        {
            SvgValues.TryTransform(text, out transform);
        }

        if (transform == Affine.Identity || !declared.TryGetValue("transform-origin", out var origin))
        {
            return transform;
        }

        var fields = origin.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is ["top" or "bottom", ..] or [_, "left" or "right", ..])
        {
            fields = [fields.Length > 1 ? fields[1] : "center", fields[0]];
        }

        var x = Coordinate(fields.Length > 0 ? fields[0] : "0", context.Width);
        var y = Coordinate(fields.Length > 1 ? fields[1] : "50%", context.Height);
        return Affine.Translate(x, y).After(transform).After(Affine.Translate(-x, -y));
    }

    private static double Coordinate(string field, double whole) => field switch
    {
        "left" or "top" => 0,
        "center" => whole / 2,
        "right" or "bottom" => whole,
        _ => SvgValues.Length(field, whole) ?? 0,
    };
}
