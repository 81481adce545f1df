namespace MakeDevice.Routing.Geometry;

/// <summary>An axis-parallel rectangle in nanometres, borders included. <see cref="Empty"/> contains nothing.</summary>
public readonly record struct Box(long Left, long Bottom, long Right, long Top)
{
    /// <summary>The box that contains nothing and is neutral to <see cref="Union(Box)"/>.</summary>
    public static readonly Box Empty = new(long.MaxValue / 4, long.MaxValue / 4, long.MinValue / 4, long.MinValue / 4);

    public long Width => Right - Left;

    public long Height => Top - Bottom;

    public Point Center => new((Left + Right) / 2, (Bottom + Top) / 2);

    public bool IsEmpty => Left > Right || Bottom > Top;

    public static Box Around(IEnumerable<Point> points) => points.Aggregate(Empty, (box, point) => box.Include(point));

    public static Box Around(ReadOnlySpan<Point> points)
    {
        var box = Empty;
        foreach (var point in points)
        {
            box = box.Include(point);
        }

        return box;
    }

    public static Box Around(Point a, Point b) =>
        new(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));

    public Box Include(Point p) =>
        new(Math.Min(Left, p.X), Math.Min(Bottom, p.Y), Math.Max(Right, p.X), Math.Max(Top, p.Y));

    public Box Union(Box other) =>
        new(Math.Min(Left, other.Left), Math.Min(Bottom, other.Bottom), Math.Max(Right, other.Right), Math.Max(Top, other.Top));

    public Box Inflate(long margin) => new(Left - margin, Bottom - margin, Right + margin, Top + margin);

    public bool Contains(Point p) => p.X >= Left && p.X <= Right && p.Y >= Bottom && p.Y <= Top;

    public bool Intersects(Box other) => Left <= other.Right && other.Left <= Right && Bottom <= other.Top && other.Bottom <= Top;
}
