using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Projects;

/// <summary>An outline of straight edges and circular arcs that crosses itself nowhere, in board coordinates.</summary>
internal sealed record FreeOutline
{
    /// <param name="contour">Either way round; kept counter-clockwise.</param>
    public FreeOutline(Contour contour)
    {
        var chords = contour.Chords();
        var counterClockwise = Ring.DoubledArea(chords.AsSpan()) > 0;
        Contour = counterClockwise ? contour : contour.Reversed();
        Chords = new(counterClockwise ? chords : Contour.Chords());
        Bounds = Box.Around(Chords.AsSpan());
    }

    /// <summary>As it is drawn: exact arcs, counter-clockwise.</summary>
    public Contour Contour { get; }

    /// <summary>The same as a polygon, within a micrometre; counter-clockwise, the last corner joined to the first.</summary>
    public EquatableArray<Point> Chords { get; }

    public Box Bounds { get; }

    public Polygon Area => new(Chords.Items);

    public IEnumerable<(Point From, Point To)> Edges
    {
        get
        {
            var from = Chords[^1];
            foreach (var to in Chords)
            {
                yield return (from, to);
                from = to;
            }
        }
    }
}
