namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The basic shapes as paths (SVG 2, 10).</summary>
internal static class SvgShapes
{
    /// <param name="width">Of the viewport, for percentages.</param>
    public static IReadOnlyList<SubPath> Trace(SvgNode node, SvgPath path, double width, double height)
    {
        double Across(string name) => SvgValues.Length(node[name], width) ?? 0;
        double Down(string name) => SvgValues.Length(node[name], height) ?? 0;
        double Radius(string name) => SvgValues.Length(node[name], Math.Sqrt((width * width + height * height) / 2)) ?? 0;

        switch (node.Name)
        {
            case "path":
                path.Draw(node["d"] ?? "");
                break;
            case "rect":
                Rectangle(path, Across("x"), Down("y"), Across("width"), Down("height"), SvgValues.Length(node["rx"], width), SvgValues.Length(node["ry"], height));
                break;
            case "circle" when Radius("r") > 0:
                path.Ellipse(new Vec(Across("cx"), Down("cy")), Radius("r"), Radius("r"));
                break;
            case "ellipse":
                var (rx, ry) = (SvgValues.Length(node["rx"], width), SvgValues.Length(node["ry"], height));
                if ((rx ?? ry) > 0 && (ry ?? rx) > 0)
                {
                    path.Ellipse(new Vec(Across("cx"), Down("cy")), (rx ?? ry)!.Value, (ry ?? rx)!.Value);
                }

                break;
            case "line":
                path.MoveTo(new Vec(Across("x1"), Down("y1")));
                path.Vertex();
                path.LineTo(new Vec(Across("x2"), Down("y2")));
                path.Vertex();
                break;
            case "polyline" or "polygon":
                Poly(path, SvgValues.Numbers(node["points"]), closed: node.Name == "polygon");
                break;
        }

        return path.Finish();
    }

    private static void Rectangle(SvgPath path, double x, double y, double width, double height, double? rx, double? ry)
    {
        if (!(width > 0) || !(height > 0))
        {
            return;
        }

        var a = Math.Clamp(rx ?? ry ?? 0, 0, width / 2);
        var b = Math.Clamp(ry ?? rx ?? 0, 0, height / 2);
        (a, b) = a == 0 || b == 0 ? (0, 0) : (a, b);
        double right = x + width, bottom = y + height;
        path.MoveTo(new Vec(x + a, y));
        path.LineTo(new Vec(right - a, y));
        path.ArcTo(a, b, 0, false, true, new Vec(right, y + b));
        path.LineTo(new Vec(right, bottom - b));
        path.ArcTo(a, b, 0, false, true, new Vec(right - a, bottom));
        path.LineTo(new Vec(x + a, bottom));
        path.ArcTo(a, b, 0, false, true, new Vec(x, bottom - b));
        path.LineTo(new Vec(x, y + b));
        path.ArcTo(a, b, 0, false, true, new Vec(x + a, y));
        path.Close();
    }

    private static void Poly(SvgPath path, List<double> numbers, bool closed)
    {
        for (var i = 0; i + 1 < numbers.Count; i += 2)
        {
            var p = new Vec(numbers[i], numbers[i + 1]);
            if (i == 0)
            {
                path.MoveTo(p);
            }
            else
            {
                path.LineTo(p);
            }

            path.Vertex();
        }

        if (closed)
        {
            path.Close();
        }
    }
}
