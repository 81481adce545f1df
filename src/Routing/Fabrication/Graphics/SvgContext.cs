namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>What reaches an element from above.</summary>
/// <param name="Matrix">From its user units to the board.</param>
/// <param name="Width">Of its viewport, user units, for percentages.</param>
/// <param name="Nested">How many uses, clips, masks and markers it is drawn through.</param>
/// <param name="Clip">Where it can be seen.</param>
/// <param name="Canvas">What it is painted on.</param>
internal readonly record struct SvgContext(Affine Matrix, SvgStyle Style, double Width, double Height, int Nested, InkArea Clip, InkCanvas Canvas)
{
    private const int DeepestNesting = 16;

    public SvgLengths Lengths => new(Width, Height, Style.Text.Font);

    public double Diagonal => Lengths.Diagonal;

    public bool CanNest => Nested < DeepestNesting;

    /// <summary>Where an element's x and y lie, user units.</summary>
    public Affine At(SvgNode node) => Affine.Translate(Lengths.Across(node, "x"), Lengths.Down(node, "y"));
}
