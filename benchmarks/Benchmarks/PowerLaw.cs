namespace MakeDevice.Benchmarks;

/// <summary>y = a x^b through measured points, by least squares of the logarithms.</summary>
/// <param name="Fit">The share of the variance that it explains, R².</param>
internal readonly record struct PowerLaw(double Factor, double Exponent, double Fit)
{
    public double At(double x) => Factor * Math.Pow(x, Exponent);

    public static PowerLaw Through(IReadOnlyList<(double X, double Y)> points)
    {
        var logs = points.Select(point => (X: Math.Log(point.X), Y: Math.Log(point.Y))).ToArray();
        var (meanX, meanY) = (logs.Average(p => p.X), logs.Average(p => p.Y));
        var xx = logs.Sum(p => (p.X - meanX) * (p.X - meanX));
        var xy = logs.Sum(p => (p.X - meanX) * (p.Y - meanY));
        var yy = logs.Sum(p => (p.Y - meanY) * (p.Y - meanY));
        var exponent = xy / xx;
        return new(Math.Exp(meanY - (exponent * meanX)), exponent, yy == 0 ? 1 : xy * xy / (xx * yy));
    }
}
