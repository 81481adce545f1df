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
}

public enum TrackKind
{
    Track,
    Bus,
}

/// <summary>A polyline of copper with round ends.</summary>
public sealed record Track(string Net, TrackKind Kind, CopperLayer Layer, long Width, EquatableArray<Point> Points);

/// <summary>A plated hole that joins both layers.</summary>
public sealed record Via(string Net, Point At, long Diameter, long Hole);
