using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Panels;

/// <summary>
/// The frame of a packet's own coordinates: millimetres, x right, y down. <paramref name="X"/> and <paramref name="Y"/> are where the origin of the user's
/// Gerber files lies in it.
/// </summary>
internal readonly record struct PanelFrame(double X, double Y)
{
    private const double Micrometre = 1_000;

    /// <summary>To the user's Gerber frame; nanometres, on whole micrometres.</summary>
    public Point ToBoard(double x, double y) => new(Round((x - X) * Units.Millimetre), Round((Y - y) * Units.Millimetre));

    /// <summary>The same as a matrix, without rounding.</summary>
    public Affine Matrix => new(Units.Millimetre, 0, 0, -Units.Millimetre, -X * Units.Millimetre, Y * Units.Millimetre);

    public static long Round(double nanometres) => (long)(Math.Round(nanometres / Micrometre, MidpointRounding.AwayFromZero) * Micrometre);
}
