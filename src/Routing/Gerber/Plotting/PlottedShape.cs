using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>One filled area that a graphic object leaves on its layer.</summary>
/// <param name="ObjectIndex">Index in <see cref="GerberLayer.Objects"/> of the object that made it.</param>
/// <param name="Source">That object, or the one inside a block aperture which drew this area.</param>
internal readonly record struct PlottedShape(Shape Shape, Polarity Polarity, int ObjectIndex, GraphicObject Source)
{
    /// <summary>The X2 net (.N), null where the file does not say.</summary>
    public string? Net => Source.Attributes.Value(".N");

    /// <summary>The X2 component reference (.C, or the first value of .P).</summary>
    public string? Component => Source.Attributes.Value(".C") ?? Source.Attributes.Value(".P");

    /// <summary>The X2 aperture function (.AperFunction), for instance <c>ViaPad</c> or <c>Conductor</c>.</summary>
    public string? Function => Aperture?.Attributes.Value(".AperFunction");

    private Aperture? Aperture => Source switch
    {
        Flash flash => flash.Aperture,
        Line line => line.Aperture,
        Arc arc => arc.Aperture,
        Region region => region.Aperture,
        _ => null,
    };
}

/// <summary>A layer whose plot would exceed every honest size: a bomb of nested blocks, arcs or clear objects.</summary>
internal sealed class PlotLimitException(string message) : Exception(message);
