namespace MakeDevice.Routing.Editor;

/// <summary>A board's extent.</summary>
/// <param name="Contour">SVG path data.</param>
public sealed record BoardEntry(double WidthMm, double HeightMm, string Contour);
