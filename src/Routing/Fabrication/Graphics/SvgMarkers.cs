namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Draws the markers of a path at its vertices (SVG 2, 11.6).</summary>
internal sealed class SvgMarkers(SvgClips clips, SvgStyleSheet sheet, Func<string, SvgNode?> find)
{
    private const double DefaultSize = 3;

    /// <param name="path">Its vertices.</param>
    /// <param name="children">Draws an element's children.</param>
    public void Draw(IEnumerable<(Vec At, Vec Direction)> path, SvgContext context, Action<SvgNode, SvgContext> children)
    {
        var style = context.Style;
        var vertices = path.ToArray();
        for (var i = 0; i < vertices.Length; i++)
        {
            var id = i == 0 ? style.MarkerStart : i == vertices.Length - 1 ? style.MarkerEnd : style.MarkerMid;
            if (id is not null && find(id) is { Name: "marker" } marker)
            {
                Draw(marker, vertices[i].At, vertices[i].Direction, isStart: i == 0, context, children);
            }
        }
    }

    private void Draw(SvgNode marker, Vec at, Vec direction, bool isStart, SvgContext context, Action<SvgNode, SvgContext> children)
    {
        var declared = sheet.Declared(marker);
        double width = Size(marker, "markerWidth", context.Width), height = Size(marker, "markerHeight", context.Height);
        if (SvgValues.Viewport(marker["viewBox"], marker["preserveAspectRatio"], width, height) is not { } view)
        {
            return;
        }

        var scale = marker["markerUnits"] == "userSpaceOnUse" ? 1 : context.Style.StrokeWidth;
        var reference = view.Apply(new(SvgValues.Length(marker["refX"], context.Width) ?? 0, SvgValues.Length(marker["refY"], context.Height) ?? 0));
        var matrix = context.Matrix
            .After(Affine.Translate(at.X, at.Y))
            .After(Affine.Rotate(Degrees(marker["orient"], direction, isStart)))
            .After(Affine.Scaled(scale, scale))
            .After(Affine.Translate(-reference.X, -reference.Y));
        if (!matrix.IsFinite || !(matrix.Scale > 0))
        {
            return;
        }

        var box = SvgValues.Numbers(marker["viewBox"]);
        var clipped = declared.GetValueOrDefault("overflow") is not ("visible" or "auto");
        children(marker, context with
        {
            Matrix = matrix.After(view),
            Style = SvgStyle.OfDefinition(marker, declared, sheet, context.Diagonal, find) with { Outer = (context.Style.Fill, context.Style.Stroke) },
            Width = box.Count == 4 ? box[2] : width,
            Height = box.Count == 4 ? box[3] : height,
            Nested = context.Nested + 1,
            Clip = clipped ? clips.Rectangle(0, 0, width, height, matrix, context.Clip) : context.Clip,
        });
    }

    private static double Size(SvgNode marker, string name, double whole) => SvgValues.Length(marker[name], whole) ?? DefaultSize;

    private static double Degrees(string? orient, Vec direction, bool isStart) => orient switch
    {
        "auto" => Angle(direction),
        "auto-start-reverse" => Angle(direction) + (isStart ? 180 : 0),
        _ => SvgValues.Length((orient ?? "0").Replace("deg", "", StringComparison.Ordinal), 1) ?? 0,
    };

    private static double Angle(Vec direction) => Math.Atan2(direction.Y, direction.X) * 180 / Math.PI;
}
