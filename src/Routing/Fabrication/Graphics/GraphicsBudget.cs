namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>What a project's graphics may cost; a picture on a board needs a hundredth of it.</summary>
internal sealed class GraphicsBudget
{
    public const int Characters = 8 * 1024 * 1024;
    public const int Depth = 64;
    public const int Elements = 50_000;
    private const int Drawn = 100_000;
    private const int Points = 1_000_000;
    private const long Work = 40_000_000;

    private int _drawn;
    private int _points;
    private long _work;

    public static void Check(bool within, string limit)
    {
        if (!within)
        {
            throw new GraphicsLimitException(limit);
        }
    }

    /// <summary>One more element, counted again for every <c>use</c> of it.</summary>
    public void Element() => Check(++_drawn <= Drawn, "elements");

    public void Point(int count = 1) => Check((_points += count) <= Points, "points");

    /// <summary>Steps of the area sweep.</summary>
    public void Step(int count) => Check((_work += count) <= Work, "overlaps");
}
