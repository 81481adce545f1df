using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Mirror (x to -x), then turn, then scale, then move: what %LM, %LR and %LS do to an aperture and a
/// <see cref="Placement"/> to a layer (specification 4.9). Right angles at scale 1 are exact.
/// </summary>
internal readonly record struct Similarity
{
    private readonly int _quarters;
    private readonly double _cos;
    private readonly double _sin;

    public Similarity(bool mirrored, double degrees, double scale, Point offset = default)
    {
        Mirrored = mirrored;
        Degrees = Angles.Normalise(degrees);
        Scale = scale;
        Offset = offset;
        _quarters = Degrees % 90 == 0 && scale == 1 ? Angles.Quarters(Degrees) : -1;
        (_cos, _sin) = Degrees switch
        {
            0 => (scale, 0),
            90 => (0, scale),
            180 => (-scale, 0),
            270 => (0, -scale),
            _ => (Math.Cos(Degrees * Math.PI / 180) * scale, Math.Sin(Degrees * Math.PI / 180) * scale),
        };
    }

    public static Similarity Identity => new(false, 0, 1);

    public bool Mirrored { get; }

    /// <summary>Counter-clockwise, in [0, 360).</summary>
    public double Degrees { get; }

    public double Scale { get; }

    public Point Offset { get; }

    public bool IsRightAngle => Degrees % 90 == 0;

    /// <summary>True where apertures keep their shape and direction.</summary>
    public bool LeavesShapes => !Mirrored && Degrees == 0 && Scale == 1;

    public static Similarity Of(Placement placement) => new(false, placement.Degrees, 1, placement.Offset);

    /// <summary>The same turn without the move.</summary>
    public Similarity AboutOrigin() => new(Mirrored, Degrees, Scale);

    public Point Apply(Point p)
    {
        var turned = Turn(p);
        return new(turned.X + Offset.X, turned.Y + Offset.Y);
    }

    /// <summary>Turns (and mirrors and scales) a vector without moving it.</summary>
    public Point Turn(Point p)
    {
        var x = Mirrored ? -p.X : p.X;
        return _quarters switch
        {
            0 => new(x, p.Y),
            1 => new(-p.Y, x),
            2 => new(-x, -p.Y),
            3 => new(p.Y, -x),
            _ => new(Round(x * _cos - p.Y * _sin), Round(x * _sin + p.Y * _cos)),
        };
    }

    public long Length(long length) => Scale == 1 ? length : Round(length * Scale);

    private static long Round(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);
}
