using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>Counts what a plot makes, so that a small hostile file cannot fill the memory.</summary>
internal sealed class PlotBudget
{
    /// <summary>Points of all shapes of a layer; the largest shared board has about 60,000.</summary>
    public const int MostPoints = 4_000_000;

    /// <summary>What a chord of a drawn arc takes, in points: each is a shape of its own, and a few bytes of file draw many.</summary>
    public const int PointsOfChord = 8;

    private long _points;

    public static int PointsOf(Shape shape)
    {
        if (shape is not Polygon polygon)
        {
            return 2;
        }

        var points = polygon.Outline.Length;
        foreach (var hole in polygon.Holes)
        {
            points += hole.Length;
        }

        return points;
    }

    /// <exception cref="PlotLimitException">The layer has more than <see cref="MostPoints"/> points.</exception>
    public void Spend(long points)
    {
        _points += points;
        if (_points > MostPoints)
        {
            throw new PlotLimitException($"The layer plots to more than {MostPoints} points.");
        }
    }
}
