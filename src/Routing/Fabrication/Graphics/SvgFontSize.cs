namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>What lengths in the size of a font are of, in user units.</summary>
/// <param name="Em">The element's own.</param>
/// <param name="Rem">That of the document's root.</param>
internal readonly record struct SvgFontSize(double Em, double Rem)
{
    /// <summary>What <c>medium</c> is, and the size of a font where none is given; user units.</summary>
    public const double Medium = 16;

    public static readonly SvgFontSize Initial = new(Medium, Medium);
}
