namespace MakeDevice.SampleMaker;

/// <summary>A point in nanometres, x to the right, y up, origin at the module's centre.</summary>
internal readonly record struct Spot(long X, long Y)
{
    public static Spot Mm(double x, double y) => new(Lengths.Mm(x), Lengths.Mm(y));

    public static Spot operator +(Spot a, Spot b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Turned counter-clockwise by a multiple of 90 degrees.</summary>
    public Spot Turned(int degrees) => degrees switch
    {
        90 => new(-Y, X),
        180 => new(-X, -Y),
        270 => new(Y, -X),
        _ => this,
    };
}

internal static class Lengths
{
    /// <summary>Millimetres to nanometres.</summary>
    public static long Mm(double millimetres) => (long)Math.Round(millimetres * 1_000_000);
}

/// <summary>A rectangle by its borders, nanometres.</summary>
internal readonly record struct Frame(long Left, long Bottom, long Right, long Top)
{
    public static Frame Mm(double left, double bottom, double right, double top) =>
        new(Lengths.Mm(left), Lengths.Mm(bottom), Lengths.Mm(right), Lengths.Mm(top));

    public static Frame Around(Spot centre, long width, long height) =>
        new(centre.X - width / 2, centre.Y - height / 2, centre.X + width / 2, centre.Y + height / 2);

    public Frame Grown(long margin) => new(Left - margin, Bottom - margin, Right + margin, Top + margin);

    public Spot[] Corners => [new(Left, Top), new(Right, Top), new(Right, Bottom), new(Left, Bottom), new(Left, Top)];
}
