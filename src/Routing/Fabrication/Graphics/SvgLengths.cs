namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Reads the lengths of an element, in user units.</summary>
/// <param name="Width">Of the viewport, for percentages.</param>
/// <param name="Height">Of the viewport.</param>
/// <param name="Font">Sizes of the element's font and of the root's.</param>
internal readonly record struct SvgLengths(double Width, double Height, SvgFontSize Font)
{
    /// <summary>What a percentage is of that goes neither across nor down (SVG 2, 8.9).</summary>
    public double Diagonal => Math.Sqrt((Width * Width + Height * Height) / 2);

    public double Across(SvgNode node, string name) => Of(node, name, Width) ?? 0;

    public double Down(SvgNode node, string name) => Of(node, name, Height) ?? 0;

    /// <summary>Null where the element has none, or none that can be read.</summary>
    /// <param name="whole">What a percentage is of.</param>
    public double? Of(SvgNode node, string name, double whole) => SvgValues.Length(node[name], whole, Font);
}
