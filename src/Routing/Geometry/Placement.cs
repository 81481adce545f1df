namespace MakeDevice.Routing.Geometry;

/// <summary>
/// A rigid motion: turn about the origin, then move. Right angles are exact in integers; other angles round to the
/// nearest nanometre.
/// </summary>
public readonly record struct Placement
{
    private readonly double _cos;
    private readonly double _sin;

    public Placement(Point offset, double degrees)
    {
        Offset = offset;
        Degrees = Normalise(degrees);
        (_cos, _sin) = Degrees switch
        {
            0 => (1, 0),
            90 => (0, 1),
            180 => (-1, 0),
            270 => (0, -1),
            var other => (Math.Cos(other * Math.PI / 180), Math.Sin(other * Math.PI / 180)),
        };
    }

    /// <summary>Where the origin goes, in nanometres.</summary>
    public Point Offset { get; }

    /// <summary>Counter-clockwise turn (y up), normalised to [0, 360).</summary>
    public double Degrees { get; }

    /// <summary>True where the turn is a multiple of 90° and so loses nothing.</summary>
    public bool IsRightAngle => Degrees % 90 == 0;

    public static Placement Identity => new(default, 0);

    public Point Apply(Point p) => Turn(p) + Offset;

    /// <summary>Turns a vector without moving it.</summary>
    public Point Turn(Point p) => new(
        (long)Math.Round(p.X * _cos - p.Y * _sin, MidpointRounding.AwayFromZero),
        (long)Math.Round(p.X * _sin + p.Y * _cos, MidpointRounding.AwayFromZero));

    private static double Normalise(double degrees)
    {
        var turned = degrees % 360;
        return turned < 0 ? turned + 360 : turned + 0.0;
    }
}
