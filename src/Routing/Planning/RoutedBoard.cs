using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Planning;

/// <summary>The left or the right edge of the board, where buses stand.</summary>
public enum Side
{
    Left,
    Right,
}

/// <summary>The copper that routing adds to a board.</summary>
/// <param name="Unconnected">Ids of sockets that could not be joined to their net.</param>
public sealed record RoutedBoard(ImmutableArray<Track> Tracks, ImmutableArray<Via> Vias, ImmutableArray<int> Unconnected)
{
    public static readonly RoutedBoard Empty = new([], [], []);

    /// <summary>Areas filled with copper.</summary>
    public ImmutableArray<Pour> Pours { get; init; } = [];

    /// <summary>What the poured net had to bear without its pour, where that came by itself; null where the rules ask for it, and where there is none.</summary>
    public SupplyStrain? StrainWithoutPour { get; init; }

    /// <summary>Tracks and buses; spokes are a pour's.</summary>
    public IEnumerable<Track> Wiring => Tracks.Where(track => track.Kind != TrackKind.Spoke);

    /// <summary>Of all tracks and buses together, nanometres.</summary>
    public double CopperLength => Wiring.Sum(track => track.Length);
}

/// <summary>What a supply net must bear where all its modules draw their currents at once.</summary>
/// <param name="Drop">Between the source and the module that loses most, volts.</param>
/// <param name="Load">Of the place that comes nearest to the current that it may carry: which share of it flows there.</param>
public readonly record struct SupplyStrain(double Drop, double Load);

public enum TrackKind
{
    Track,
    Bus,

    /// <summary>Joins a pad to the pour around it.</summary>
    Spoke,
}

/// <summary>A polyline of copper with round ends.</summary>
public sealed record Track(string Net, TrackKind Kind, CopperLayer Layer, long Width, EquatableArray<Point> Points)
{
    /// <summary>From end to end, nanometres.</summary>
    public double Length => Polyline.Length(Points.AsSpan());

    /// <summary>Its straight pieces, from its begin to its end.</summary>
    internal IEnumerable<(Point A, Point B)> Pieces => Polyline.Pieces(Points.Items);

    /// <summary>True for a line within a board's bounds on a layer that there is: of copper from elsewhere no more than its form may be trusted.</summary>
    internal bool IsWithin(Box bounds) => Points.Count > 1 && Layer is CopperLayer.Front or CopperLayer.Back && Points.Items.All(bounds.Contains);
}

/// <summary>A plated hole that joins both layers.</summary>
public sealed record Via(string Net, Point At, long Diameter, long Hole)
{
    /// <summary>True for one that joins the pours of both layers.</summary>
    public bool IsStitch { get; init; }
}

/// <summary>An area of copper.</summary>
/// <param name="Outline">Its contour without a repeated last point; holes are joined to it by cut-ins, lines drawn there and back.</param>
public sealed record Pour(string Net, CopperLayer Layer, EquatableArray<Point> Outline);
