using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// What one file may cost. A few bytes of step-and-repeat, nested blocks or macros can ask for gigabytes; every object,
/// contour segment and macro primitive that a reader keeps is paid for here, and so is the text that it evaluates.
/// </summary>
internal sealed class ReadingBudget(SourcePosition position)
{
    /// <summary>Largest file, in bytes.</summary>
    public const int FileBytes = 8 * 1024 * 1024;

    /// <summary>Largest coordinate from the origin: cross products of two such vectors stay within 64 bits.</summary>
    public const long Coordinate = 1000 * Units.Millimetre;

    /// <summary>Largest offset of an arc's centre from its start: however it is turned, it fits four integer digits.</summary>
    public const long ArcRadius = 5 * Coordinate;

    /// <summary>Objects, segments and primitives together; about 200 bytes each with their attributes.</summary>
    public const int Pieces = 250_000;

    /// <summary>Macro primitives drawn by all flashes together, and 4 bytes of macro text each.</summary>
    public const int Steps = 5_000_000;

    private long _pieces;
    private long _steps;

    /// <summary>Pays for things that stay in memory.</summary>
    public void Keep(long pieces)
    {
        if ((_pieces += pieces) > Pieces)
        {
            throw position.Error($"more than {Pieces} objects");
        }
    }

    /// <summary>Pays for work that the file makes others do.</summary>
    public void Work(long steps)
    {
        if ((_steps += steps) > Steps)
        {
            throw position.Error("apertures too complex for the number of flashes");
        }
    }
}
