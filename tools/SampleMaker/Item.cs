namespace MakeDevice.SampleMaker;

/// <summary>A piece of a module's copper or a hole, as the maze router and the drawing need it.</summary>
/// <param name="Layer">Null where it is on both layers.</param>
/// <param name="Net">Null where it is connected to nothing.</param>
internal abstract record Item(string? Net, Copper? Layer)
{
    public bool On(Copper layer) => Layer is null || Layer == layer;

    /// <summary>Distance from a point to this item's edge, nanometres; 0 inside.</summary>
    public abstract double DistanceTo(Spot p);

    public abstract Frame Bounds { get; }
}

/// <summary>A pad; rounded corners are taken as square ones, which errs on the safe side.</summary>
internal sealed record Land(string? Net, Copper? Layer, Frame Frame) : Item(Net, Layer)
{
    public override Frame Bounds => Frame;

    public override double DistanceTo(Spot p)
    {
        double dx = Math.Max(0, Math.Max(Frame.Left - p.X, p.X - Frame.Right));
        double dy = Math.Max(0, Math.Max(Frame.Bottom - p.Y, p.Y - Frame.Top));
        return Math.Sqrt(dx * dx + dy * dy);
    }
}

/// <summary>A straight track with round ends; a disc where both ends are one.</summary>
internal sealed record Segment(string? Net, Copper? Layer, Spot From, Spot To, long Width) : Item(Net, Layer)
{
    public override Frame Bounds => new Frame(
        Math.Min(From.X, To.X), Math.Min(From.Y, To.Y), Math.Max(From.X, To.X), Math.Max(From.Y, To.Y)).Grown(Width / 2);

    public override double DistanceTo(Spot p)
    {
        double dx = To.X - From.X, dy = To.Y - From.Y;
        var length = dx * dx + dy * dy;
        var t = length == 0 ? 0 : Math.Clamp(((p.X - From.X) * dx + (p.Y - From.Y) * dy) / length, 0, 1);
        double ex = From.X + t * dx - p.X, ey = From.Y + t * dy - p.Y;
        return Math.Max(0, Math.Sqrt(ex * ex + ey * ey) - Width / 2.0);
    }
}
