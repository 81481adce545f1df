using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Finishing;

/// <summary>A place where a line turns by 90° or more.</summary>
/// <param name="Start">Where the leg into the corner begins.</param>
/// <param name="End">Where the leg out of it ends.</param>
internal readonly record struct Corner(Point Start, Point At, Point End)
{
    public static Corner? Of(ImmutableArray<Point> line, int index) => IsCorner(line[index - 1], line[index], line[index + 1])
        ? new(line[index - 1], line[index], line[index + 1])
        : null;

    /// <summary>True where a line has a corner.</summary>
    public static bool In(ImmutableArray<Point> line)
    {
        for (var i = 1; i < line.Length - 1; i++)
        {
            if (IsCorner(line[i - 1], line[i], line[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A point on the leg into the corner, some steps before it.</summary>
    public Point Before(long steps) => Line.Along(At, Line.Direction(At, Start)!.Value, steps);

    /// <summary>A point on the leg out of the corner.</summary>
    public Point After(long steps) => Line.Along(At, Line.Direction(At, End)!.Value, steps);

    /// <summary>A line that turns straight back is no corner: nothing is to be cut there.</summary>
    private static bool IsCorner(Point start, Point at, Point end) =>
        Line.Direction(at, start) is { } back && Line.Direction(at, end) is { } on && back != on && back.X * on.X + back.Y * on.Y >= 0;
}
