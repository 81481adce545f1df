using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;

namespace MakeDevice.RandomBoards;

/// <summary>
/// A module that has its turn and seeks its place: the box around its turned zones, which nothing else may enter. The box is on the grid of
/// places, so that rounding two places down to that grid brings their boxes no nearer than a gap which is on it, too.
/// </summary>
internal sealed class Tile
{
    private readonly Box _zones;

    /// <param name="degrees">Counter-clockwise turn, y up, in [0, 360).</param>
    /// <param name="step">Pitch of the grid of places, nanometres.</param>
    public Tile(ModulePackage package, double degrees, long step)
    {
        (Package, Degrees) = (package, degrees);
        var turn = new Placement(default, degrees);
        var zones = Box.Around(package.Zones.SelectMany(Corners).Select(turn.Apply));
        _zones = new(Down(zones.Left, step), Down(zones.Bottom, step), -Down(-zones.Right, step), -Down(-zones.Top, step));
        Area = package.Zones.Sum(zone => (double)zone.Width * zone.Height);
    }

    public ModulePackage Package { get; }

    public double Degrees { get; }

    public Point Origin { get; set; }

    /// <summary>Area of its zones, square nanometres.</summary>
    public double Area { get; }

    public long Width => _zones.Width;

    public long Height => _zones.Height;

    public Box Box => BoxAt(Origin);

    /// <summary>Where the origin is when the box's lower left corner is at a point.</summary>
    public Point OriginFor(Point lowerLeft) => lowerLeft - new Point(_zones.Left, _zones.Bottom);

    public Box BoxAt(Point origin) => new(_zones.Left + origin.X, _zones.Bottom + origin.Y, _zones.Right + origin.X, _zones.Top + origin.Y);

    /// <summary>The multiple of a step at or below a value.</summary>
    public static long Down(long value, long step) => (long)Math.Floor(value / (double)step) * step;

    private static IEnumerable<Point> Corners(Box zone) =>
        [new(zone.Left, zone.Bottom), new(zone.Right, zone.Bottom), new(zone.Right, zone.Top), new(zone.Left, zone.Top)];
}
