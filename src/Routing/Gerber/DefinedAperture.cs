namespace MakeDevice.Routing.Gerber;

/// <summary>An aperture of a file being read.</summary>
/// <param name="Mark">What a flash leaves.</param>
/// <param name="Pen">What strokes: the same without its hole, since strokes are solid.</param>
internal sealed record DefinedAperture(Aperture Mark, Aperture Pen);
