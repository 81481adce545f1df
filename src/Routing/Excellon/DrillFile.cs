using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Excellon;

/// <summary>Holes and slots of one kind, normalised to nanometres.</summary>
/// <param name="Plated">Whether they are plated; null where that is not said, or not the same of all.</param>
internal sealed record DrillFile(bool? Plated, ImmutableArray<DrillHit> Hits)
{
    public static readonly DrillFile Empty = new(null, []);

    /// <summary>Memory that the holes take, about, for who keeps them.</summary>
    public long Bytes => Hits.Length * 100L;
}

/// <summary>What a drill file, which may hold plated and other holes together, asks for.</summary>
/// <param name="Unstated">Hits of which neither tool, file nor file name says whether they are plated.</param>
/// <param name="Stated">What file or file name says of the plating of all its holes; null for nothing.</param>
internal sealed record DrillReading(DrillFile Plated, DrillFile NonPlated, DrillFile Unstated, bool? Stated)
{
    /// <summary>All hits together.</summary>
    public DrillFile Whole => new[] { Plated, NonPlated, Unstated }.Where(part => !part.Hits.IsEmpty).ToArray() is { Length: > 0 } parts
        ? ExcellonTransform.Merge(parts)
        : new(Stated, []);

    /// <summary>The hits sorted by what is said of their plating.</summary>
    /// <param name="fallback">What holds where a tool does not say.</param>
    public static DrillReading Of(IEnumerable<MadeHit> hits, bool? fallback)
    {
        var byPlating = hits.ToLookup(made => made.Tool.Plated ?? fallback, made => made.Hit);
        return new(new(true, [.. byPlating[true]]), new(false, [.. byPlating[false]]), new(null, [.. byPlating[null]]), fallback);
    }
}

/// <summary>A hole or slot and the tool that makes it.</summary>
/// <param name="Diameter">Tool diameter, nanometres.</param>
/// <param name="Function">The tool's .AperFunction, for instance <c>ViaDrill</c> or <c>ComponentDrill</c>; null where not stated.</param>
internal abstract record DrillHit(long Diameter, string? Function)
{
    /// <summary>Both ends, the lesser first, whatever the direction; of a hole twice its centre.</summary>
    public abstract (Point From, Point To) Place { get; }
}

internal sealed record DrillHole(Point At, long Diameter, string? Function) : DrillHit(Diameter, Function)
{
    public override (Point From, Point To) Place => (At, At);
}

/// <summary>A straight slot, made by G85 or by one routed segment.</summary>
internal sealed record DrillSlot(Point From, Point To, long Diameter, string? Function) : DrillHit(Diameter, Function)
{
    public override (Point From, Point To) Place => (From.X, From.Y).CompareTo((To.X, To.Y)) <= 0 ? (From, To) : (To, From);
}
