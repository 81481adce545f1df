namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>A point in SVG user units or, once transformed, nanometres.</summary>
internal readonly record struct Vec(double X, double Y)
{
    public double Length => Math.Sqrt(X * X + Y * Y);

    public static Vec operator +(Vec a, Vec b) => new(a.X + b.X, a.Y + b.Y);

    public static Vec operator -(Vec a, Vec b) => new(a.X - b.X, a.Y - b.Y);

    public static Vec operator *(Vec a, double k) => new(a.X * k, a.Y * k);

    public static double Cross(Vec a, Vec b) => a.X * b.Y - a.Y * b.X;

    public static double Dot(Vec a, Vec b) => a.X * b.X + a.Y * b.Y;
}

/// <summary>The matrix [A C E; B D F; 0 0 1] of SVG 2, 8.5.</summary>
internal readonly record struct Affine(double A, double B, double C, double D, double E, double F)
{
    public static readonly Affine Identity = new(1, 0, 0, 1, 0, 0);

    public bool IsFinite => double.IsFinite(A + B + C + D + E + F);

    /// <summary>How much the longest vector of length 1 grows: the larger singular value.</summary>
    public double Scale
    {
        get
        {
            double p = (A * A + B * B + C * C + D * D) / 2, q = Determinant;
            return Math.Sqrt(p + Math.Sqrt(Math.Max(0, p * p - q * q)));
        }
    }

    public double Determinant => A * D - B * C;

    /// <summary>True where circles stay circles.</summary>
    public bool IsSimilarity
    {
        get
        {
            var tolerance = 1e-6 * Scale;
            return (Math.Abs(A - D) < tolerance && Math.Abs(B + C) < tolerance) || (Math.Abs(A + D) < tolerance && Math.Abs(B - C) < tolerance);
        }
    }

    public static Affine Translate(double x, double y) => new(1, 0, 0, 1, x, y);

    public static Affine Scaled(double x, double y) => new(x, 0, 0, y, 0, 0);

    public static Affine Rotate(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new(cos, sin, -sin, cos, 0, 0);
    }

    public Vec Apply(Vec p) => new(A * p.X + C * p.Y + E, B * p.X + D * p.Y + F);

    /// <summary>First <paramref name="inner"/>, then this.</summary>
    public Affine After(Affine inner) => new(
        A * inner.A + C * inner.B,
        B * inner.A + D * inner.B,
        A * inner.C + C * inner.D,
        B * inner.C + D * inner.D,
        A * inner.E + C * inner.F + E,
        B * inner.E + D * inner.F + F);
}
