using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>Something beyond what the house publishes.</summary>
/// <param name="Kind">What was measured, lower case with hyphens, for instance <c>annular-ring</c>.</param>
/// <param name="Grade">How grave it is.</param>
/// <param name="Count">Places.</param>
/// <param name="Found">The worst, in its unit.</param>
/// <param name="Limit">What the house asks, in the same unit.</param>
/// <param name="At">The worst place; null of what has none.</param>
/// <param name="What">Of a price, what the house then asks for; else empty.</param>
internal sealed record HouseFinding(string Kind, HouseGrade Grade, int Count, double Found, double Limit, Point? At, string What = "")
{
    /// <summary>Where the limit was read.</summary>
    public string Source { get; init; } = "";

    public HouseUnit Unit { get; init; }
}

internal enum HouseUnit
{
    Nanometre,
    Degree,
    Piece,
}

internal enum HouseGrade
{
    /// <summary>The house has no tool or machine for it.</summary>
    CannotBeMade,

    /// <summary>Beyond a published limit: the house may refuse it, ask, or make it worse than drawn.</summary>
    BeyondLimit,

    /// <summary>It may look worse than drawn; no issue.</summary>
    Look,

    /// <summary>It costs more.</summary>
    Price,
}
