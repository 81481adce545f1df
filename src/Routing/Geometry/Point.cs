namespace MakeDevice.Routing.Geometry;

/// <summary>A point or vector in nanometres; x to the right, y up.</summary>
public readonly record struct Point(long X, long Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator -(Point a) => new(-a.X, -a.Y);

    /// <summary>A point from millimetres.</summary>
    public static Point FromMillimetres(double x, double y) => new(Units.FromMillimetres(x), Units.FromMillimetres(y));

    /// <summary>Euclidean distance to another point, in nanometres.</summary>
    public double DistanceTo(Point other) => Math.Sqrt(SquaredDistanceTo(other));

    /// <summary>Squared Euclidean distance, exact in double up to boards of several metres.</summary>
    public double SquaredDistanceTo(Point other)
    {
        double dx = X - other.X, dy = Y - other.Y;
        return dx * dx + dy * dy;
    }
}
