using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;

namespace MakeDevice.RandomBoards;

/// <summary>
/// A module that has its turn and seeks its place: the box around its turned zones, which nothing else may enter. Before sockets the box is
/// wider, by a porch in which their tracks can turn to both sides: without one a placement may be legal and yet beyond any router. The box is
/// on the grid of places, so that rounding two places down to that grid brings their boxes no nearer than a gap which is on it, too.
/// </summary>
internal sealed class Tile
{
    /// <summary>Room for one track and its clearance.</summary>
    private const long TrackPitch = Units.Millimetre / 4;

    private readonly Box _box;

    /// <param name="degrees">Counter-clockwise turn, y up, in [0, 360).</param>
    /// <param name="step">Pitch of the grid of places, nanometres.</param>
    public Tile(ModulePackage package, double degrees, long step)
    {
        (Package, Degrees) = (package, degrees);
        var turn = new Placement(default, degrees);
        var zones = Box.Around(package.Zones.Select(zone => WithPorches(zone, package)).SelectMany(Corners).Select(turn.Apply));
        _box = new(Down(zones.Left, step), Down(zones.Bottom, step), -Down(-zones.Right, step), -Down(-zones.Top, step));
        Area = package.Zones.Sum(zone => (double)zone.Width * zone.Height);
    }

    public ModulePackage Package { get; }

    public double Degrees { get; }

    public Point Origin { get; set; }

    /// <summary>Area of its zones, square nanometres.</summary>
    public double Area { get; }

    public long Width => _box.Width;

    public long Height => _box.Height;

    public Box Box => BoxAt(Origin);

    /// <summary>Where the origin is when the box's lower left corner is at a point.</summary>
    public Point OriginFor(Point lowerLeft) => lowerLeft - new Point(_box.Left, _box.Bottom);

    public Box BoxAt(Point origin) => new(_box.Left + origin.X, _box.Bottom + origin.Y, _box.Right + origin.X, _box.Top + origin.Y);

    /// <summary>A zone, moved outwards on each side by a track's room for every second socket there; each layer has its own room.</summary>
    private static Box WithPorches(Box zone, ModulePackage package)
    {
        long Porch(Func<Point, long> fromSide)
        {
            long[] sides = [0, 0];
            foreach (var socket in package.Sockets.Where(socket => fromSide(socket.At) == FromBorder(zone, socket.At)))
            {
                sides[socket.Layer == CopperLayer.Back ? 1 : 0]++;
            }

            return TrackPitch * ((sides.Max() + 1) / 2);
        }

        return new(
            zone.Left - Porch(at => Math.Abs(at.X - zone.Left)), zone.Bottom - Porch(at => Math.Abs(at.Y - zone.Bottom)),
            zone.Right + Porch(at => Math.Abs(at.X - zone.Right)), zone.Top + Porch(at => Math.Abs(at.Y - zone.Top)));
    }

    private static long FromBorder(Box zone, Point at) => Math.Min(
        Math.Min(Math.Abs(at.X - zone.Left), Math.Abs(at.X - zone.Right)), Math.Min(Math.Abs(at.Y - zone.Bottom), Math.Abs(at.Y - zone.Top)));

    /// <summary>The multiple of a step at or below a value.</summary>
    public static long Down(long value, long step) => (long)Math.Floor(value / (double)step) * step;

    private static IEnumerable<Point> Corners(Box zone) =>
        [new(zone.Left, zone.Bottom), new(zone.Right, zone.Bottom), new(zone.Right, zone.Top), new(zone.Left, zone.Top)];
}
