namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The basic shapes as paths (SVG 2, 10).</summary>
internal static class SvgShapes
{
    public static IReadOnlyList<SubPath> Trace(SvgNode node, SvgPath path, SvgLengths lengths)
    {
        double Across(string name) => lengths.Across(node, name);
        double Down(string name) => lengths.Down(node, name);

        // A negative radius is none (SVG 2, 10.2): the other one counts.
        double? Radius(string name, double whole) => lengths.Of(node, name, whole) is >= 0 and var radius ? radius : null;

        switch (node.Name)
        {
            case "path":
                path.Draw(node["d"] ?? "");
                break;
            case "rect":
                Rectangle(path, Across("x"), Down("y"), Across("width"), Down("height"), Radius("rx", lengths.Width), Radius("ry", lengths.Height));
                break;
            case "circle":
                var r = Radius("r", lengths.Diagonal);
                Ellipse(path, new(Across("cx"), Down("cy")), r, r);
                break;
            case "ellipse":
                Ellipse(path, new(Across("cx"), Down("cy")), Radius("rx", lengths.Width), Radius("ry", lengths.Height));
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

    private static void Ellipse(SvgPath path, Vec centre, double? rx, double? ry)
    {
        if ((rx ?? ry) is > 0 and var a && (ry ?? rx) is > 0 and var b)
        {
            path.Ellipse(centre, a, b);
        }
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
