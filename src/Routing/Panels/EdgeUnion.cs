using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Panels;

/// <summary>
/// The boundary of areas that touch along edges parallel to an axis and do not overlap: boards, tabs and rails. Where two of them share a piece of such an
/// edge there is material on both sides, and the piece goes; everything else, arcs among it, stays as it is.
/// </summary>
internal sealed class EdgeUnion
{
    private readonly SortedDictionary<(bool Vertical, long At), List<long>> _ends = [];
    private readonly List<GraphicObject> _others = [];

    public void Add(Contour loop, Point offset)
    {
        var at = loop.Start + offset;
        foreach (var segment in loop.Segments)
        {
            var to = segment.To + offset;
            if (segment.Center is { } center)
            {
                _others.Add(new Arc(at, to, center + offset, segment.Clockwise, PanelDesign.Pen, Polarity.Dark, AttributeSet.None));
            }
            else
            {
                AddEdge(at, to);
            }

            at = to;
        }
    }

    public void Add(Box area) => Add(
        Contour.Of([new(area.Left, area.Bottom), new(area.Right, area.Bottom), new(area.Right, area.Top), new(area.Left, area.Top)]), default);

    /// <summary>Strokes in a fixed order.</summary>
    public ImmutableArray<GraphicObject> Boundary()
    {
        var strokes = ImmutableArray.CreateBuilder<GraphicObject>();
        foreach (var ((vertical, at), ends) in _ends)
        {
            // Each edge begins and ends once. In order, the first to second, third to fourth end, and so on, is what an odd number of edges covers.
            ends.Sort();
            for (var i = 0; i + 1 < ends.Count; i += 2)
            {
                if (ends[i] != ends[i + 1])
                {
                    strokes.Add(Stroke(vertical ? new(at, ends[i]) : new(ends[i], at), vertical ? new(at, ends[i + 1]) : new(ends[i + 1], at)));
                }
            }
        }

        strokes.AddRange(_others);
        return strokes.DrainToImmutable();
    }

    private static Line Stroke(Point from, Point to) => new(from, to, PanelDesign.Pen, Polarity.Dark, AttributeSet.None);

    private void AddEdge(Point from, Point to)
    {
        if (from == to)
        {
            return;
        }

        if (from.X != to.X && from.Y != to.Y)
        {
            _others.Add(Stroke(from, to));
            return;
        }

        var vertical = from.X == to.X;
        var key = (vertical, vertical ? from.X : from.Y);
        if (!_ends.TryGetValue(key, out var ends))
        {
            _ends.Add(key, ends = []);
        }

        ends.Add(vertical ? from.Y : from.X);
        ends.Add(vertical ? to.Y : to.X);
    }
}
